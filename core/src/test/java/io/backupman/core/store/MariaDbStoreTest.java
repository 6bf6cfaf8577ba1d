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
  class BackupRuns extends BackupRunStoreContract {
    BackupRuns() {
      super(Databases.mariaDb());
    }
  }

  @Nested
  class BackupRemovals extends BackupRemovalStoreContract {
    BackupRemovals() {
      super(Databases.mariaDb());
    }
  }

  @Nested
  class Reports extends ReportStoreContract {
    Reports() {
      super(Databases.mariaDb());
    }
  }

  @Nested
  class Deliveries extends DeliveryStoreContract {
    Deliveries() {
      super(Databases.mariaDb());
    }
  }

  @Nested
  class DeliveryClaims extends DeliveryClaimStoreContract {
    DeliveryClaims() {
      super(Databases.mariaDb());
    }
  }

  @Nested
  class Outages extends OutageStoreContract {
    Outages() {
      super(Databases.mariaDb());
    }
  }

  @Nested
  class OutageTellings extends OutageTellingStoreContract {
    OutageTellings() {
      super(Databases.mariaDb());
    }
  }

  @Nested
  class Fallbacks extends FallbackStoreContract {
    Fallbacks() {
      super(Databases.mariaDb());
    }
  }

  @Nested
  class Retention extends RetentionStoreContract {
    Retention() {
      super(Databases.mariaDb());
    }
  }

  @Nested
  class Audits extends AuditStoreContract {
    Audits() {
      super(Databases.mariaDb());
    }
  }

  @Nested
  class Firings extends FiringStoreContract {
    Firings() {
      super(Databases.mariaDb());
    }
  }

  @Nested
  class Awaited extends AwaitedStoreContract {
    Awaited() {
      super(Databases.mariaDb());
    }
  }

  @Nested
  class FutureTimes extends FutureTimesStoreContract {
    FutureTimes() {
      super(Databases.mariaDb());
    }
  }

  @Nested
  class Metrics extends MetricsStoreContract {
    Metrics() {
      super(Databases.mariaDb());
    }
  }
}
