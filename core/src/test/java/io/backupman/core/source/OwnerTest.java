package io.backupman.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backupman.core.source.program.PrivateTempFile;
import io.backupman.core.source.sqlite.SampleDatabase;
import io.backupman.core.source.sqlite.SqliteSource;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers with different records, whose data sources have the same label and folder. */
class OwnerTest {
  private static final Owner OURS = new Owner("0f1e2d3c4b5a");
  private static final Owner THEIRS = new Owner("a5b4c3d2e1f0");

  @TempDir private Path folder;
  private Path tmp = Path.of("");
  private Path database = Path.of("");

  @BeforeEach
  void database() {
    tmp = folder.resolve("tmp");
    database = folder.resolve("shop.db");
    SampleDatabase.create(database);
  }

  @Test
  void noDumpNorTakeoverTouchesWhatADumpOfAnotherOwnerNeeds() throws Exception {
    try (PrivateTempFile needed =
        PrivateTempFile.create(settings(THEIRS).common(), TempFileKind.SQLITE_COPY)) {
      DataSource ours = source(OURS);

      ours.removeLeftovers();
      Dump dump = new DumpWriter().write(ours, "shop.db.gz", n -> {});

      assertThat(dump.file()).hasParent(OURS.within(tmp)).exists();
      assertThat(needed.path()).hasParent(THEIRS.within(tmp)).exists();
    }
  }

  @Test
  void whatAKilledProcessLeftIsRemovedByItsOwner() throws IOException {
    PrivateTempFile left =
        PrivateTempFile.create(settings(OURS).common(), TempFileKind.SQLITE_COPY);

    source(OURS).removeLeftovers();

    assertThat(left.path()).doesNotExist();
  }

  @Test
  void theSubfoldersOfOthersAreToldFromOnesOwnAndFromStrangers() {
    assertThat(OURS.isOthers(THEIRS.within(tmp).toFile().getName())).isTrue();
    assertThat(OURS.isOthers(OURS.within(tmp).toFile().getName())).isFalse();
    assertThat(OURS.isOthers("backupman-plugins")).isFalse();
    assertThat(OURS.isOthers("a5b4c3d2e1f0")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0f1e2d3c4b5", "0F1E2D3C4B5A", "../../../../"})
  void whatIsNoMarkIsRefused(String mark) {
    assertThatThrownBy(() -> new Owner(mark)).isInstanceOf(IllegalArgumentException.class);
  }

  private SqliteSettings settings(Owner owner) {
    SqliteSettings plain = Settings.sqlite(database, tmp);
    return plain.with(plain.common().ownedBy(owner));
  }

  private DataSource source(Owner owner) {
    return new SqliteSource(settings(owner));
  }
}
