-- Ids are UUIDs of version 7: they sort by the time at which the record was made, so that an index that
-- ends with the id serves "newest first" as well as "since" and "until". Times are UTC.
-- One script for H2 in MariaDB mode, MariaDB and MySQL.

CREATE TABLE nodes (
  id CHAR(36) NOT NULL,
  name VARCHAR(500) NOT NULL,
  machine VARCHAR(500) NOT NULL,
  pid BIGINT NOT NULL,
  process_start BIGINT NOT NULL,
  beat BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- running_label is the label while the backup is pending and null afterwards:
-- its unique key is what refuses a second run of a data source, on any node.
CREATE TABLE backups (
  id CHAR(36) NOT NULL,
  label VARCHAR(500) NOT NULL,
  running_label VARCHAR(500) NULL,
  status VARCHAR(16) NOT NULL,
  provider VARCHAR(64) NOT NULL,
  started_by VARCHAR(16) NOT NULL,
  node_id CHAR(36) NOT NULL,
  report_id CHAR(36) NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NULL,
  started_at DATETIME(6) NULL,
  finished_at DATETIME(6) NULL,
  dump_path LONGTEXT NULL,
  size_bytes BIGINT NULL,
  sha256 VARCHAR(64) NULL,
  error LONGTEXT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY backups_running (running_label),
  KEY backups_label (label, id),
  KEY backups_status (status, id),
  KEY backups_label_status (label, status, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE drive_files (
  id CHAR(36) NOT NULL,
  backup_id CHAR(36) NOT NULL,
  place INT NOT NULL,
  label VARCHAR(500) NOT NULL,
  provider VARCHAR(64) NOT NULL,
  status VARCHAR(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NULL,
  path LONGTEXT NULL,
  size_bytes BIGINT NULL,
  error LONGTEXT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY drive_files_backup (backup_id, place),
  CONSTRAINT drive_files_of_backup FOREIGN KEY (backup_id) REFERENCES backups (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A report outlives its backup.
CREATE TABLE reports (
  id CHAR(36) NOT NULL,
  event VARCHAR(64) NOT NULL,
  backup_id CHAR(36) NULL,
  label VARCHAR(500) NOT NULL,
  status VARCHAR(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  payload LONGTEXT NOT NULL,
  PRIMARY KEY (id),
  KEY reports_event (event, id),
  KEY reports_backup (backup_id, id),
  KEY reports_label (label, id),
  KEY reports_status (status, id),
  KEY reports_label_status (label, status, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- due_at is the next attempt's time, the lease's end while a node has claimed the delivery, and null
-- once it has ended. fence goes up by one with each claim.
CREATE TABLE deliveries (
  id CHAR(36) NOT NULL,
  report_id CHAR(36) NOT NULL,
  notifier VARCHAR(200) NOT NULL,
  destination VARCHAR(500) NOT NULL,
  status VARCHAR(16) NOT NULL,
  made_by VARCHAR(16) NOT NULL,
  attempt_count INT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  next_attempt_at DATETIME(6) NULL,
  delivered_at DATETIME(6) NULL,
  due_at DATETIME(6) NULL,
  claimed_by CHAR(36) NULL,
  fence BIGINT NOT NULL,
  last_error LONGTEXT NULL,
  PRIMARY KEY (id),
  KEY deliveries_report (report_id, id),
  KEY deliveries_due (status, due_at, id),
  KEY deliveries_claimed (claimed_by),
  KEY deliveries_status (status, report_id),
  KEY deliveries_notifier (notifier, report_id),
  KEY deliveries_notifier_status (notifier, status, report_id),
  CONSTRAINT deliveries_of_report FOREIGN KEY (report_id) REFERENCES reports (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE attempts (
  delivery_id CHAR(36) NOT NULL,
  attempt_number INT NOT NULL,
  started_at DATETIME(6) NOT NULL,
  duration_micros BIGINT NOT NULL,
  outcome VARCHAR(16) NOT NULL,
  status_code INT NULL,
  node VARCHAR(500) NOT NULL,
  detail LONGTEXT NOT NULL,
  PRIMARY KEY (delivery_id, attempt_number),
  CONSTRAINT attempts_of_delivery FOREIGN KEY (delivery_id) REFERENCES deliveries (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
