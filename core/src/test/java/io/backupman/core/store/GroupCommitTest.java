package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupCommitTest {
  private final List<List<Integer>> written = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** The first group waits until it is told to go on; negative numbers cannot be written. */
  private List<String> write(List<Integer> group) {
    written.add(group);
    if (written.size() == 1) {
      begun.countDown();
      awaitGoOn();
    }
    if (group.stream().anyMatch(number -> number < 0)) {
      throw new IllegalStateException("negative");
    }
    return group.stream().map(number -> "written " + number).toList();
  }

  private void awaitGoOn() {
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoComesAloneWritesAlone() {
    goOn.countDown();
    var commits = new GroupCommit<>(this::write, 10);

    assertThat(commits.commit(1)).isEqualTo("written 1");
    assertThat(commits.commit(2)).isEqualTo("written 2");
    assertThat(written).containsExactly(List.of(1), List.of(2));
  }

  @Test
  void whatComesWhileAGroupIsWrittenIsWrittenTogether() throws Exception {
    var commits = new GroupCommit<>(this::write, 10);
    try (var threads = Executors.newCachedThreadPool()) {
      var first = threads.submit(() -> commits.commit(0));
      begun.await();
      var others = submit(threads, commits, 1, 25);
      goOn.countDown();

      assertThat(first.get()).isEqualTo("written 0");
      for (int i = 0; i < others.size(); i++) {
        assertThat(others.get(i).get()).isEqualTo("written " + (i + 1));
      }
    }
    assertThat(written).extracting(List::size).containsExactly(1, 10, 10, 5);
  }

  @Test
  void whatCannotBeWrittenIsToldToItsGroupAlone() throws Exception {
    var commits = new GroupCommit<>(this::write, 10);
    try (var threads = Executors.newCachedThreadPool()) {
      var first = threads.submit(() -> commits.commit(0));
      begun.await();
      var others = submit(threads, commits, -2, 4);
      goOn.countDown();

      assertThat(first.get()).isEqualTo("written 0");
      assertThat(others)
          .allSatisfy(other -> assertThatThrownBy(other::get).hasRootCauseMessage("negative"));
    }
    assertThat(commits.commit(7)).isEqualTo("written 7");
  }

  /** Starts to write so many numbers, and waits until all of them wait. */
  private static List<Future<String>> submit(
      ExecutorService threads, GroupCommit<Integer, String> commits, int from, int count) {
    var all =
        IntStream.range(from, from + count)
            .mapToObj(number -> threads.submit(() -> commits.commit(number)))
            .toList();
    await().until(() -> commits.waiting() == count);
    return all;
  }
}
