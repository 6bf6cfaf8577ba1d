package io.backupman.core.store;

import io.backupman.core.store.engine.DatabaseSettings;
import org.junit.jupiter.api.Nested;

class MemoryStoreTest {

  @Nested
  class Backups extends BackupStoreContract {
    Backups() {
      super(new DatabaseSettings.Memory());
    }
  }

  @Nested
  class BackupRuns extends BackupRunStoreContract {
    BackupRuns() {
      super(new DatabaseSettings.Memory());
    }
  }

  @Nested
  class BackupRemovals extends BackupRemovalStoreContract {
    BackupRemovals() {
      super(new DatabaseSettings.Memory());
    }
  }

  @Nested
  class Reports extends ReportStoreContract {
    Reports() {
      super(new DatabaseSettings.Memory());
    }
  }

  @Nested
  class Deliveries extends DeliveryStoreContract {
    Deliveries() {
      super(new DatabaseSettings.Memory());
    }
  }

  @Nested
  class DeliveryClaims extends DeliveryClaimStoreContract {
    DeliveryClaims() {
      super(new DatabaseSettings.Memory());
    }
  }

  @Nested
  class Outages extends OutageStoreContract {
    Outages() {
      super(new DatabaseSettings.Memory());
    }
  }

  @Nested
  class OutageTellings extends OutageTellingStoreContract {
    OutageTellings() {
      super(new DatabaseSettings.Memory());
    }
  }

  @Nested
  class Fallbacks extends FallbackStoreContract {
    Fallbacks() {
      super(new DatabaseSettings.Memory());
    }
  }

  @Nested
  class Retention extends RetentionStoreContract {
    Retention() {
      super(new DatabaseSettings.Memory());
    }
  }

  @Nested
  class Audits extends AuditStoreContract {
    Audits() {
      super(new DatabaseSettings.Memory());
    }
  }

  @Nested
  class Firings extends FiringStoreContract {
    Firings() {
      super(new DatabaseSettings.Memory());
    }
  }

  @Nested
  class Awaited extends AwaitedStoreContract {
    Awaited() {
      super(new DatabaseSettings.Memory());
    }
  }

  @Nested
  class FutureTimes extends FutureTimesStoreContract {
    FutureTimes() {
      super(new DatabaseSettings.Memory());
    }
  }

  @Nested
  class Metrics extends MetricsStoreContract {
    Metrics() {
      super(new DatabaseSettings.Memory());
    }
  }
}
