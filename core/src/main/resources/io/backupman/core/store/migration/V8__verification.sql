-- What somebody should look at though the backup finished, and what came of restoring the dump: null if that was not
-- tried. One statement, so that it is done or not.
ALTER TABLE backups ADD COLUMN (
  warning LONGTEXT NULL,
  verification VARCHAR(16) NULL,
  restored_tables BIGINT NULL,
  restored_rows BIGINT NULL,
  verification_detail LONGTEXT NULL
);
