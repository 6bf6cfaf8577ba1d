-- Copies of earlier dumps of a backup, in whose place newer ones are, until they are removed from their
-- drives: whoever was about to do so may have been killed.
CREATE TABLE replaced_copies (
  id CHAR(36) NOT NULL PRIMARY KEY,
  label VARCHAR(500) NOT NULL,
  provider VARCHAR(64) NOT NULL,
  path LONGTEXT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
