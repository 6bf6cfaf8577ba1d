-- Of an outage that nobody was told of: when its destination was tried only to find out whether that must be told, and
-- when it failed after that. Of one that somebody was told of: when the destination was reached again, until that is told.
-- The outages that were told of together have the same report_id.
ALTER TABLE outages ADD COLUMN probed_at DATETIME(6) NULL;
ALTER TABLE outages ADD COLUMN confirmed_at DATETIME(6) NULL;
ALTER TABLE outages ADD COLUMN recovered_at DATETIME(6) NULL;
