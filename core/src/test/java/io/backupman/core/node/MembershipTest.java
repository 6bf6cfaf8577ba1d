package io.backupman.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MembershipTest {
  private final Nodes nodes = new Nodes();
  private final List<Node> gone = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final Node self = ThisNode.create();
  private final Membership membership = new Membership(nodes, self, gone::add, nanos::get);

  @Test
  void makesItselfKnown() {
    membership.beat();
    membership.beat();

    assertThat(nodes.nodes()).extracting(Node::id).containsExactly(self.id());
    assertThat(nodes.nodes().getFirst().beat()).isEqualTo(2);
  }

  @Test
  void takesOverAtOnceFromAProcessOfThisMachineThatIsNotThere() throws Exception {
    var child = new ProcessBuilder("true").start();
    var pid = child.pid();
    child.waitFor();
    var dead = node(self.machine(), pid, 0);
    nodes.beat(dead);

    membership.beat();

    assertThat(gone).extracting(Node::id).containsExactly(dead.id());
    assertThat(nodes.nodes()).extracting(Node::id).containsExactly(self.id());
  }

  @Test
  void takesOverFromAnEarlierProcessWhoseProcessIdIsUsedAgain() {
    var reused = node(self.machine(), self.pid(), self.processStart() - 60_000);
    nodes.beat(reused);

    membership.beat();

    assertThat(gone).extracting(Node::id).containsExactly(reused.id());
  }

  @Test
  void leavesALivingProcessOfThisMachineAlone() {
    nodes.beat(node(self.machine(), self.pid(), self.processStart()));

    membership.beat();

    assertThat(gone).isEmpty();
  }

  @Test
  void takesOverFromAnotherMachineOnlyWhenItsBeatStandsStill() {
    var other = node("another machine", 1, 0);
    nodes.beat(other);
    beatFor(membership, 30);
    nodes.beat(other);
    beatFor(membership, 30);
    assertThat(gone).isEmpty();

    beatFor(membership, 4);

    assertThat(gone).extracting(Node::id).containsExactly(other.id());
  }

  @Test
  void doesNotHoldItsOwnAbsenceAgainstOthers() {
    var other = node("another machine", 1, 0);
    nodes.beat(other);
    membership.beat();
    nodes.away = true;
    nanos.addAndGet(60_000_000_000L);
    assertThatThrownBy(membership::beat).hasMessage("database away");
    nodes.away = false;
    membership.beat();
    assertThat(gone).isEmpty();

    beatFor(membership, 32);

    assertThat(gone).extracting(Node::id).containsExactly(other.id());
  }

  @Test
  void stopsInPeaceWhileTheDatabaseIsAway() {
    membership.start();
    nodes.away = true;

    assertThatCode(
            () -> {
              membership.stop();
              membership.leave();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void takesItsRecordAwayOnlyWhenItLeaves() {
    membership.start();
    membership.stop();
    assertThat(nodes.nodes()).extracting(Node::id).containsExactly(self.id());

    membership.leave();

    assertThat(nodes.nodes()).isEmpty();
  }

  @Test
  void mayBeStoppedWithoutHavingStarted() {
    membership.stop();
    membership.leave();

    assertThat(nodes.nodes()).isEmpty();
  }

  @Test
  void triesAgainWhenTakingOverFailed() {
    var other = node("another machine", 1, 0);
    nodes.beat(other);
    var failing =
        new Membership(
            nodes,
            self,
            node -> {
              throw new IllegalStateException("database away");
            },
            nanos::get);
    failing.beat();

    assertThatThrownBy(() -> beatFor(failing, 32)).hasMessage("database away");

    assertThat(nodes.nodes()).extracting(Node::id).contains(other.id());
    assertThatThrownBy(failing::beat).hasMessage("database away");
  }

  private void beatFor(Membership member, int seconds) {
    for (var passed = 0; passed < seconds; passed += 2) {
      nanos.addAndGet(2_000_000_000L);
      member.beat();
    }
  }

  private static Node node(String machine, long pid, long start) {
    return new Node(UUID.randomUUID(), "host", machine, pid, start, 0);
  }

  private static final class Nodes implements NodeStore {
    private final Map<UUID, Node> records = new ConcurrentHashMap<>();
    private volatile boolean away;

    @Override
    public void beat(Node node) {
      answer();
      records.merge(node.id(), withBeat(node, 1), (old, fresh) -> withBeat(old, old.beat() + 1));
    }

    private static Node withBeat(Node n, long beat) {
      return new Node(n.id(), n.name(), n.machine(), n.pid(), n.processStart(), beat);
    }

    @Override
    public List<Node> nodes() {
      answer();
      return List.copyOf(records.values());
    }

    @Override
    public void remove(UUID nodeId) {
      answer();
      records.remove(nodeId);
    }

    private void answer() {
      if (away) {
        throw new IllegalStateException("database away");
      }
    }
  }
}
