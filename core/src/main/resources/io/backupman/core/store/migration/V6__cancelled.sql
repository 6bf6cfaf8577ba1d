-- Whether somebody wants a pending backup to be stopped; the process that runs it looks.
ALTER TABLE backups ADD COLUMN cancel_asked BOOLEAN NOT NULL DEFAULT FALSE;
