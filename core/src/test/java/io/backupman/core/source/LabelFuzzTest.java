package io.backupman.core.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a data source is called, its files have good names, and are known as its own. */
@Timeout(60)
class LabelFuzzTest {
  private static final Instant SECOND = Instant.parse("2025-07-02T10:00:00Z");
  private static final UUID ID = UUID.fromString("01980000-0000-7000-8000-00001b0e1b0f");
  private static final Path FOLDER = Path.of("/var/tmp/backupman");

  static Stream<byte[]> examples() {
    return Stream.of(
            "MySQL 1",
            "../../etc/passwd",
            "CON",
            "a\nb\u0000c",
            "Größe ﬁ ß İ",
            "数据库 🐬",
            "-- 20250702100000-1b0e1b0f",
            "x".repeat(39) + " y")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("examples")
  @FuzzTest
  void filesOfALabelAreKnownAsItsOwn(byte[] written) {
    var label = new String(written, UTF_8);
    var stem = new DumpName(label, SECOND.plusMillis(7), ID).toString();

    for (var name :
        List.of(
            stem + ".sql.gz",
            stem + ".db.zst.part",
            DumpName.ofRun(stem + ".dump", 2) + ".to-0123abcd.age")) {
      assertIsGoodName(name);
      assertThat(DumpFileName.inTmpFolder(name, List.of(label)))
          .hasValueSatisfying(
              file -> {
                assertThat(file.label()).isEqualTo(label);
                assertThat(file.isDumpOf(label, SECOND, ID)).isTrue();
              });
    }
    assertThat(DumpFileName.halfOnDrive("." + stem + ".sql.gz.age.part", List.of(label)))
        .isPresent();
    for (var kind : TempFileKind.values()) {
      assertIsGoodName(kind.nameFor(label));
      assertThat(DumpFileName.inTmpFolder(kind.nameFor(label), List.of(label))).isPresent();
    }
  }

  /** On all file systems, in addresses and headers without quoting. */
  private static void assertIsGoodName(String name) {
    assertThat(name).matches("[a-z0-9.][a-z0-9.-]*").hasSizeLessThan(200);
    assertThat(FOLDER.resolve(name).normalize().getParent()).isEqualTo(FOLDER);
  }
}
