-- Each firing of a schedule, once for all servers: who inserts the row starts the backup, in the same transaction.
-- Without a backup it was left out, because one of the data source was running.
CREATE TABLE firings (
  label VARCHAR(500) NOT NULL,
  fire_at DATETIME(6) NOT NULL,
  backup_id CHAR(36) NULL,
  PRIMARY KEY (label, fire_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
