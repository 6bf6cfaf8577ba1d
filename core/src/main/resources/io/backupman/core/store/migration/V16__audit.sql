-- Who did what: written before it is done; status is the one of the answer, and null while there is none. It is kept as
-- long as reports are.
CREATE TABLE audit_entries (
  id CHAR(36) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  actor VARCHAR(200) NOT NULL,
  address VARCHAR(64) NULL,
  action VARCHAR(32) NOT NULL,
  subject VARCHAR(1000) NULL,
  status INT NULL,
  PRIMARY KEY (id),
  KEY audit_entries_actor (actor, id),
  KEY audit_entries_action (action, id),
  KEY audit_entries_actor_action (actor, action, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
