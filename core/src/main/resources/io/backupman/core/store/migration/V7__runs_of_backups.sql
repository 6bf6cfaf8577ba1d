-- A backup may run more than once: what a run writes counts only while it is still the newest.
ALTER TABLE backups ADD COLUMN run_number INT NOT NULL DEFAULT 1;

-- Whether its copies are being removed, or some are: it is not run again and does not count as one to be kept.
ALTER TABLE backups ADD COLUMN removing BOOLEAN NOT NULL DEFAULT FALSE;
