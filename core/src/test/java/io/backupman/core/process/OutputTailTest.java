package io.backupman.core.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTailTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 9, 25, 26})
  void keepsTheLastBytesHoweverTheyArrive(int step) {
    OutputTail tail = new OutputTail(8);
    byte[] all = "abcdefghijklmnopqrstuvwxyz".getBytes(UTF_8);
    for (int at = 0; at < all.length; at += step) {
      tail.add(all, at, Math.min(step, all.length - at));
    }
    assertThat(tail.text()).isEqualTo("stuvwxyz");
  }

  @Test
  void keepsAllOfAShortOutput() {
    OutputTail tail = new OutputTail(100);
    byte[] bytes = "one\n\n  \ntwo\n".getBytes(UTF_8);
    tail.add(bytes, 0, bytes.length);
    assertThat(tail.lines()).containsExactly("one", "two");
  }
}
