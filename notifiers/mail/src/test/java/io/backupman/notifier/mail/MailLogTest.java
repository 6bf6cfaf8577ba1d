package io.backupman.notifier.mail;

import static io.backupman.notifier.mail.MailTests.failure;
import static io.backupman.notifier.mail.MailTests.send;
import static io.backupman.notifier.mail.MailTests.signedIn;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands in the log at its finest level. */
class MailLogTest {
  private final Logger backupmans = Logger.getLogger("io.backupman");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler recorder = new Recorder();
  private SmtpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new SmtpServer().withStartTls(TestCertificates.GOOD).offering("AUTH PLAIN LOGIN");
    backupmans.setLevel(Level.ALL);
    backupmans.setUseParentHandlers(false); // not into the build's output
    backupmans.addHandler(recorder);
  }

  @AfterEach
  void stop() throws IOException {
    backupmans.removeHandler(recorder);
    backupmans.setUseParentHandlers(true);
    backupmans.setLevel(null);
    server.close();
  }

  @Test
  void onlyWhatWeHaveToSayIsThere() throws Exception {
    send(signedIn(server, "ssl"));

    assertThat(lines)
        .singleElement()
        .asString()
        .contains("localhost:" + server.port() + " greets in plain text: STARTTLS is used");
  }

  @Test
  void whatTheServerSaysOfThePasswordIsNotThere() {
    server.answering("AUTH", "535 cannot take open-sesame-42 alias b3Blbi1zZXNhbWUtNDI=");

    assertThat(failure(signedIn(server, "tls"))).isNotNull();

    // The goodbye to a notifier that is being closed may fail, which is said at this level.
    assertThat(lines)
        .allSatisfy(
            line -> assertThat(line).doesNotContain("open-sesame", "b3Blbi1zZXNhbWUtNDI", "alias"));
  }

  private final class Recorder extends Handler {
    private Recorder() {
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord log) {
      lines.add(new SimpleFormatter().format(log));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
