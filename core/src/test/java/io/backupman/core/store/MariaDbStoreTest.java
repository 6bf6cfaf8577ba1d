package io.backupman.core.store;

import org.junit.jupiter.api.Nested;

class MariaDbStoreTest {

  @Nested
  class Backups extends BackupStoreContract {
    Backups() {
      super(Databases.mariaDb());
    }
  }

  @Nested
  class Reports extends ReportStoreContract {
    Reports() {
      super(Databases.mariaDb());
    }
  }
}
