-- What links to downloads are signed with: one row, the same for all servers.
CREATE TABLE signing_keys (
  id INT NOT NULL PRIMARY KEY,
  secret CHAR(64) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
