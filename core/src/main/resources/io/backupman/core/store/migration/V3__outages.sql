-- The destinations that are failing: from the first attempt that failed to the first that delivered.
-- report_id is the report that has told of it, and null until one has.
CREATE TABLE outages (
  notifier VARCHAR(200) NOT NULL,
  destination VARCHAR(500) NOT NULL,
  failing_since DATETIME(6) NOT NULL,
  reason LONGTEXT NOT NULL,
  report_id CHAR(36) NULL,
  PRIMARY KEY (notifier, destination),
  KEY outages_unannounced (report_id, failing_since)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
