-- Each destination has a share of the workers, so deliveries are looked for and claimed by destination.
-- The columns are just short enough for one key of InnoDB (3,072 bytes).
CREATE INDEX deliveries_waiting ON deliveries (status, notifier, destination, due_at, id);
ALTER TABLE deliveries DROP INDEX deliveries_due;
