package io.backupman.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.source.sqlite.SqliteSource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DumpNameTest {
  private static final Instant TIME = Instant.parse("2025-07-02T10:00:00.987Z");
  private static final UUID ID = UUID.fromString("0197cb1a-1b1e-7b0e-8b4a-0e1b1b0e1b0f");

  @Test
  void saysLabelTimeAndIdentifier() {
    SqliteSource source = new SqliteSource(Settings.sqlite(Path.of("a.db"), Path.of("tmp")));
    assertThat(new DumpName("MySQL 1", TIME, ID)).hasToString("mysql-1-20250702100000-1b0e1b0f");
    assertThat(new DumpName("MySQL 1", TIME, ID).file(source))
        .isEqualTo("mysql-1-20250702100000-1b0e1b0f.db");
  }

  @Test
  void sortsByTime() {
    String earlier = new DumpName("a", Instant.parse("2025-09-30T23:59:59Z"), ID).toString();
    String later = new DumpName("a", Instant.parse("2025-10-01T00:00:00Z"), ID).toString();
    assertThat(earlier).isLessThan(later);
  }

  @Test
  void tellsBackupsOfTheSameSecondApart() {
    UUID other = UUID.fromString("0197cb1a-1b1e-7b0e-8b4a-0e1b1b0e1b10");
    assertThat(new DumpName("a", TIME, ID).toString())
        .isNotEqualTo(new DumpName("a", TIME, other).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "MySQL 1, mysql-1",
    "Über-Straße, uber-strasse",
    "Çağrı Ltd., cagri-ltd",
    "ﬁnance №5, finance-no5",
    "../../etc/passwd, etc-passwd",
    "データ, backup",
    "データ 1, backup-1",
    "'---', backup",
    "'a\nb\tc', a-b-c",
    "shop_prod.eu, shop-prod-eu",
  })
  void makesASafeNameOfAnyLabel(String label, String slug) {
    assertThat(DumpName.slug(label)).isEqualTo(slug);
  }

  @Test
  void boundsTheLength() {
    assertThat(DumpName.slug("x".repeat(39) + " " + "y".repeat(500))).isEqualTo("x".repeat(39));
    assertThat(DumpName.slug("")).isEqualTo("backup");
  }

  @Test
  void laterRunsHaveNamesOfTheirOwn() {
    assertThat(DumpName.ofRun("a-1b0e1b0f.sql.gz", 1)).isEqualTo("a-1b0e1b0f.sql.gz");
    assertThat(DumpName.ofRun("a-1b0e1b0f.sql.gz", 2)).isEqualTo("a-1b0e1b0f-2.sql.gz");
    assertThat(DumpName.ofRun("a-1b0e1b0f", 12)).isEqualTo("a-1b0e1b0f-12");
  }
}
