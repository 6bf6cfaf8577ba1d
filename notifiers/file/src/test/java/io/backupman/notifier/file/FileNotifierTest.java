package io.backupman.notifier.file;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.testkit.ExampleEvents;
import io.backupman.notifier.testkit.ExampleReport;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileNotifierTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  @Test
  void isFoundByItsServiceFile() {
    assertThat(ServiceLoader.load(NotifierProvider.class))
        .extracting(NotifierProvider::type)
        .containsExactly("file");
  }

  @Test
  void writesOneLineWithEveryMemberInOrder() throws Exception {
    send(notifier(), ExampleReport.finished().build());

    assertThat(Files.readString(file()))
        .isEqualTo(
            "{\"Event\":\"backup_report\","
                + "\"ReportId\":\"0197c0de-0000-7000-8000-000000000001\","
                + "\"SentAt\":\"2025-07-02T10:05:01Z\",\"Payload\":{"
                + "\"Id\":\"b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b\",\"Status\":\"finished\","
                + "\"Label\":\"Mysql 1\","
                + "\"DumpPath\":\"/tmp/backupman/dump/backup-20250702100000.sql.gz\","
                + "\"CreatedAt\":\"2025-07-02T10:00:00Z\","
                + "\"UpdatedAt\":\"2025-07-02T10:05:00Z\",\"DriveFiles\":[{"
                + "\"Id\":\"d1f1e1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1c\","
                + "\"BackupId\":\"b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b\","
                + "\"Provider\":\"google_drive\",\"Label\":\"My Google Drive\","
                + "\"Path\":\"backups/backup-20250702100000.sql.gz\",\"Status\":\"finished\","
                + "\"CreatedAt\":\"2025-07-02T10:01:00Z\","
                + "\"UpdatedAt\":\"2025-07-02T10:05:00Z\",\"SizeBytes\":1234567890123,"
                + "\"Error\":null}],\"Provider\":\"mysql\",\"Trigger\":\"manual\","
                + "\"StartedAt\":\"2025-07-02T10:00:00.250Z\","
                + "\"FinishedAt\":\"2025-07-02T10:05:00Z\",\"SizeBytes\":1234567890123,"
                + "\"Sha256\":\""
                + "ab".repeat(32)
                + "\",\"Error\":null,\"Recovered\":false,\"Warning\":null,\"Verification\":null,"
                + "\"LastFinishedAt\":null,\"Failures\":null,\"Host\":null,\"TimeZone\":null}}\n");
  }

  @Test
  void staysOnOneLineWhateverAnErrorHolds() throws Exception {
    var error = "a\nb\r\n\t\"c\\ \u0000\u001f\u007f \u0085\u2028\u2029 ü 😀 cut \ud83d";
    var notifier = notifier();
    send(notifier, ExampleReport.bare().error(error).build());
    send(notifier, ExampleReport.bare().build());

    assertThat(Files.readString(file())).matches("[^\\p{Cntrl}\u0085\u2028\u2029]+\n[^\n]+\n");
    assertThat(lines().getFirst().at("/Payload/Error").asText())
        .isEqualTo(error.replace("cut \ud83d", "cut ?"));
  }

  @Test
  void writesOutagesTheFirstWhereItAlwaysStood() throws Exception {
    var notifier = notifier();
    notifier.send(ExampleEvents.notifiersFailing(), notifier.destinations().getFirst());

    var payload = lines().getFirst().get("Payload");
    assertThat(payload.get("Notifier").asText()).isEqualTo("mail");
    assertThat(payload.get("Outages").valueStream().map(o -> o.get("Notifier").asText()))
        .containsExactly("mail", "chat");
  }

  @Test
  void appendsToWhatIsThere() throws Exception {
    Files.writeString(file(), "{\"old\":1}\n");

    send(notifier(), ExampleReport.bare().build());

    assertThat(lines()).hasSize(2).first().extracting(JsonNode::toString).isEqualTo("{\"old\":1}");
  }

  @Test
  void endsALineThatACrashLeftTorn() throws Exception {
    Files.writeString(file(), "{\"Event\":\"backup_re");

    send(notifier(), ExampleReport.bare().build());

    var lines = Files.readAllLines(file());
    assertThat(lines).hasSize(2).first().isEqualTo("{\"Event\":\"backup_re");
    assertThat(JSON.readTree(lines.getLast()).at("/Event").asText()).isEqualTo("backup_report");
  }

  @Test
  void makesTheFileAndItsFoldersForTheOwnerAlone() throws Exception {
    var deep = folder.resolve("a/b/reports.jsonl");

    send(notifier(deep), ExampleReport.bare().build());

    assertThat(Files.getPosixFilePermissions(deep)).isEqualTo(fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("a")))
        .isEqualTo(fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("a/b")))
        .isEqualTo(fromString("rwx------"));
  }

  @Test
  void goesOnInANewFileAfterRotation() throws Exception {
    var notifier = notifier();
    send(notifier, ExampleReport.bare().build());
    Files.move(file(), folder.resolve("reports.jsonl.1"));
    send(notifier, ExampleReport.bare().build());

    assertThat(Files.readAllLines(folder.resolve("reports.jsonl.1"))).hasSize(1);
    assertThat(lines()).hasSize(1);
  }

  @Test
  void manyThreadsAndTwoNotifiersForOneFileMixNothingUp() throws Exception {
    var provider = new FileNotifierProvider();
    var notifiers = List.of(notifier(provider, file()), notifier(provider, file()));
    var sends = new ArrayList<Callable<Boolean>>();
    for (var i = 0; i < 200; i++) {
      var report = ExampleReport.finished().sha256("thread-" + i).build();
      var notifier = notifiers.get(i % 2);
      sends.add(
          () -> {
            send(notifier, report);
            return true;
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var sent : threads.invokeAll(sends)) {
        assertThat(sent.get()).isTrue();
      }
    }

    assertThat(marks()).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void twoProcessesMixNothingUp() throws Exception {
    var one = AppendingProcess.start(file(), "one", 150);
    var two = AppendingProcess.start(file(), "two", 150);

    assertThat(one.waitFor(50, TimeUnit.SECONDS)).isTrue();
    assertThat(two.waitFor(50, TimeUnit.SECONDS)).isTrue();
    assertThat(List.of(one.exitValue(), two.exitValue())).containsOnly(0);
    assertThat(marks()).hasSize(300);
    assertThat(marks().stream().filter("one"::equals)).hasSize(150);
  }

  @Test
  void waitsWhileAnotherHoldsTheFileUntilInterrupted() throws Exception {
    try (var other = FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = other.lock()) {
      assertThat(lock.isValid()).isTrue();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> send(notifier(), ExampleReport.bare().build()))
          .isInstanceOf(InterruptedException.class);
    }
    assertThat(Files.size(file())).isZero();
  }

  @Test
  void takesBackAPartialLineOnAFullDiskAndIsRetried() throws Exception {
    var disk = Files.createDirectory(folder.resolve("disk"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk.toString()))
        .as("only root may mount a small disk")
        .isTrue();
    try {
      var log = disk.resolve("reports.jsonl");
      send(notifier(log), ExampleReport.bare().build());
      var before = Files.readString(log);

      var failure = failure(notifier(log), ExampleReport.bare().error("x".repeat(30_000)).build());

      assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
      assertThat(failure).hasMessage(log + " could not be appended to: No space left on device.");
      assertThat(Files.readString(log)).isEqualTo(before);
    } finally {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void aFolderInPlaceOfTheFileIsRetried() {
    var failure = failure(notifier(folder), ExampleReport.bare().build());

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.getMessage()).startsWith(folder + " could not be appended to: ");
  }

  @Test
  void aCheckLeavesNothingBehind() throws Exception {
    notifier(folder.resolve("a/reports.jsonl")).check();

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aCheckSaysWhatIsInTheWay() throws Exception {
    Files.writeString(file(), "");

    assertThatThrownBy(() -> notifier(folder).check())
        .hasMessage(folder + " cannot be appended to: it is a folder.");
    assertThatThrownBy(() -> notifier(file().resolve("x")).check())
        .hasMessageContaining(file() + " is not a folder.");
  }

  @Test
  void namesItsOneDestinationFileUnlessToldOtherwise() {
    assertThat(notifier().destinations()).containsExactly(Destination.of("file"));
    var settings = MapSettings.of("log", Map.of("path", file().toString(), "name", "Audit"));
    assertThat(create(new FileNotifierProvider(), settings).destinations())
        .containsExactly(Destination.of("Audit"));
  }

  @Test
  void wantsAPathAndAUsableName() {
    var settings = MapSettings.of("log", Map.of("name", " "));

    create(new FileNotifierProvider(), settings).close();

    assertThat(settings.problems())
        .containsExactly(
            "notifiers.log.path is missing; name the file to append to, such as"
                + " ./data/reports.jsonl.",
            "notifiers.log.name must have 1 to 200 characters.");
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  private Path file() {
    return folder.resolve("reports.jsonl");
  }

  private List<JsonNode> lines() throws Exception {
    var nodes = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(file())) {
      nodes.add(JSON.readTree(line));
    }
    return nodes;
  }

  private List<String> marks() throws Exception {
    return lines().stream().map(line -> line.at("/Payload/Sha256").asText()).toList();
  }

  private Notifier notifier() {
    return notifier(file());
  }

  private static Notifier notifier(Path path) {
    return notifier(new FileNotifierProvider(), path);
  }

  private static Notifier notifier(NotifierProvider provider, Path path) {
    return create(provider, MapSettings.of("log", Map.of("path", path.toString())));
  }

  private static Notifier create(NotifierProvider provider, MapSettings settings) {
    return provider.create(settings, new FixedContext("log"));
  }

  private static void send(Notifier notifier, BackupReport report)
      throws NotificationException, InterruptedException {
    notifier.send(ExampleReport.about(report), notifier.destinations().getFirst());
  }

  private static NotificationException failure(Notifier notifier, BackupReport report) {
    return catchThrowableOfType(NotificationException.class, () -> send(notifier, report));
  }
}
