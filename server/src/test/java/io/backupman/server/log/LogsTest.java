package io.backupman.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogsTest {
  private final Logger root = Logger.getLogger("");
  private final Level level = root.getLevel();
  private final Handler[] handlers = root.getHandlers();
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void install() {
    System.setErr(new PrintStream(written, true, UTF_8));
    Logs.install(Level.INFO).maskWith(text -> text.replace("secret", "***"));
  }

  @AfterEach
  void restore() {
    Thread.setDefaultUncaughtExceptionHandler(null);
    System.setErr(err);
    for (var handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    for (var handler : handlers) {
      root.addHandler(handler);
    }
    root.setLevel(level);
    Logger.getLogger("io.backupman").setLevel(null);
  }

  @Test
  void anErrorThatEndsAThreadIsALineAsSafeAsAnyOther() throws Exception {
    var thread =
        Thread.ofPlatform()
            .name("plugin's\nown")
            .start(
                () -> {
                  throw new IllegalStateException("secret \u001b[2J\nforged");
                });
    thread.join();

    assertThat(written.toString(UTF_8).lines())
        .first()
        .asString()
        .endsWith("ERROR An error has ended the thread plugin's own.");
    assertThat(written.toString(UTF_8))
        .contains("IllegalStateException: *** \\u001b[2J forged")
        .doesNotContain("secret", "\u001b");
  }
}
