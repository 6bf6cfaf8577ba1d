package io.backupman.core.store;

import org.junit.jupiter.api.Nested;

class EmbeddedStoreTest {

  @Nested
  class Backups extends BackupStoreContract {
    Backups() {
      super(Databases.file());
    }
  }

  @Nested
  class Reports extends ReportStoreContract {
    Reports() {
      super(Databases.file());
    }
  }

  @Nested
  class Outages extends OutageStoreContract {
    Outages() {
      super(Databases.file());
    }
  }

  @Nested
  class Fallbacks extends FallbackStoreContract {
    Fallbacks() {
      super(Databases.file());
    }
  }

  @Nested
  class Retention extends RetentionStoreContract {
    Retention() {
      super(Databases.file());
    }
  }

  @Nested
  class Firings extends FiringStoreContract {
    Firings() {
      super(Databases.file());
    }
  }

  @Nested
  class Awaited extends AwaitedStoreContract {
    Awaited() {
      super(Databases.file());
    }
  }
}
