-- The programs whose records have been taken over: once, whatever has become of them here since.
CREATE TABLE taken_over (
  program VARCHAR(64) NOT NULL,
  taken_at DATETIME(6) NOT NULL,
  PRIMARY KEY (program)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
