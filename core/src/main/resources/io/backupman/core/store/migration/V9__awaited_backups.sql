-- The data sources that are backed up at their times: since when the schedule is known, when a server had it last, and
-- when the newest finished backup since then ended. report_id is the report that told that one is overdue; it is null
-- until one has, and again from the next finished backup on.
CREATE TABLE awaited_backups (
  label VARCHAR(500) NOT NULL,
  known_since DATETIME(6) NOT NULL,
  seen_at DATETIME(6) NOT NULL,
  finished_at DATETIME(6) NULL,
  report_id CHAR(36) NULL,
  PRIMARY KEY (label)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
