-- Whose the files in folders for temporary files are: one row, the same for all servers.
CREATE TABLE records_owner (
  id INT NOT NULL PRIMARY KEY,
  mark CHAR(12) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
