package io.backupman.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MembershipTest {
  private final Nodes nodes = new Nodes();
  private final List<Node> gone = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final Node self = ThisNode.create();
  private final Membership membership = takingOver(gone::add);

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
  void takesOverFromTheOthersThoughOneFailsAndTriesThatAgain() {
    var first = earlier();
    var second = earlier();
    nodes.beat(first);
    nodes.beat(second);
    nodes.notRemovable = first.id();

    membership.beat();

    assertThat(gone).extracting(Node::id).containsExactlyInAnyOrder(first.id(), second.id());
    assertThat(nodes.nodes()).extracting(Node::id).containsOnly(self.id(), first.id());
    nodes.notRemovable = null;
    membership.beat();
    assertThat(gone).extracting(Node::id).endsWith(first.id()).hasSize(3);
    assertThat(nodes.nodes()).extracting(Node::id).containsExactly(self.id());
  }

  @Test
  void triesAgainWhenTakingOverFailed() {
    var failing =
        takingOver(
            node -> {
              gone.add(node);
              throw new IllegalStateException("drive away");
            });
    nodes.beat(earlier());
    nodes.beat(earlier());

    failing.beat();
    assertThat(gone).hasSize(2);
    failing.beat();

    assertThat(gone).hasSize(4);
    assertThat(nodes.nodes()).hasSize(3);
  }

  @Test
  @Timeout(30)
  void beatsOnWhileATakeoverHangs() throws Exception {
    var mayEnd = new CountDownLatch(1);
    var begun = new ConcurrentLinkedQueue<Node>();
    var hanging =
        new Membership(
            nodes,
            self,
            node -> {
              begun.add(node);
              awaitUninterruptibly(mayEnd);
            },
            nanos::get);
    var stuck = earlier();
    nodes.beat(stuck);

    hanging.beat();
    await().until(() -> begun.size() == 1);
    beatFor(hanging, 10);

    assertThat(nodes.find(self).beat()).isEqualTo(6);
    var second = earlier();
    nodes.beat(second);
    hanging.beat();
    await().until(() -> begun.size() == 2);
    assertThat(begun).extracting(Node::id).containsExactly(stuck.id(), second.id());

    mayEnd.countDown();
    await().until(() -> nodes.nodes().size() == 1);
  }

  @Test
  @Timeout(30)
  void hasTakenOverFromProcessesOfThisMachineWhenItHasStarted() {
    var member = new Membership(nodes, self, gone::add, nanos::get);
    var dead = earlier();
    nodes.beat(dead);

    member.start();

    assertThat(nodes.nodes()).extracting(Node::id).containsExactly(self.id());
    member.stop();
  }

  private Membership takingOver(Consumer<Node> takeover) {
    return new Membership(nodes, self, new Takeovers(nodes, takeover, Runnable::run), nanos::get);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A process of this machine whose process identifier is used again: it is certainly gone. */
  private Node earlier() {
    return node(self.machine(), self.pid(), self.processStart() - 60_000);
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
    private volatile @Nullable UUID notRemovable;

    @Override
    public List<Node> beat(Node node) {
      answer();
      records.merge(node.id(), withBeat(node, 1), (old, fresh) -> withBeat(old, old.beat() + 1));
      return nodes();
    }

    private static Node withBeat(Node n, long beat) {
      return new Node(n.id(), n.name(), n.machine(), n.pid(), n.processStart(), beat);
    }

    List<Node> nodes() {
      return List.copyOf(records.values());
    }

    @Override
    public void remove(UUID nodeId) {
      answer();
      if (nodeId.equals(notRemovable)) {
        throw new IllegalStateException("row locked");
      }
      records.remove(nodeId);
    }

    private Node find(Node node) {
      return Objects.requireNonNull(records.get(node.id()));
    }

    private void answer() {
      if (away) {
        throw new IllegalStateException("database away");
      }
    }
  }
}
