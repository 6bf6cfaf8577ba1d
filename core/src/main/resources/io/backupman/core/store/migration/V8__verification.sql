-- What somebody should look at though the backup finished.
ALTER TABLE backups ADD COLUMN warning LONGTEXT NULL;

-- What came of restoring the dump: null if that was not tried.
ALTER TABLE backups ADD COLUMN verification VARCHAR(16) NULL;
ALTER TABLE backups ADD COLUMN restored_tables BIGINT NULL;
ALTER TABLE backups ADD COLUMN restored_rows BIGINT NULL;
ALTER TABLE backups ADD COLUMN verification_detail LONGTEXT NULL;
