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
  class BackupRuns extends BackupRunStoreContract {
    BackupRuns() {
      super(Databases.file());
    }
  }

  @Nested
  class BackupRemovals extends BackupRemovalStoreContract {
    BackupRemovals() {
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
  class Deliveries extends DeliveryStoreContract {
    Deliveries() {
      super(Databases.file());
    }
  }

  @Nested
  class DeliveryClaims extends DeliveryClaimStoreContract {
    DeliveryClaims() {
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
  class OutageTellings extends OutageTellingStoreContract {
    OutageTellings() {
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
  class Audits extends AuditStoreContract {
    Audits() {
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
