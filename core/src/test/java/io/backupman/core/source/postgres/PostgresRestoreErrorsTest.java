package io.backupman.core.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.net.TlsMode;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DumpCommand;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.Settings;
import io.backupman.notifier.spi.Secret;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresRestoreErrorsTest {

  @Test
  void whatAViewSaysOfRowsIsNotKept() {
    var settings =
        new PostgresSettings(
            Settings.common("postgres", Path.of("tmp"), Compression.ZSTD),
            "localhost",
            5432,
            "shop",
            "u",
            Secret.of("pass"),
            TlsMode.OFF,
            PostgresFormat.PLAIN,
            DumpCommand.USUAL,
            null);
    var said = new SQLException("ERROR: duplicate key\n  Detail: Key (a)=(hidden) exists.");

    assertThat(new PostgresRestoreErrors(settings).ofView("v", said))
        .hasNoCause()
        .hasMessageContaining("duplicate key")
        .message()
        .doesNotContain("hidden");
  }
}
