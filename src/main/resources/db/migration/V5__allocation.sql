CREATE TABLE allocation (
  id           VARCHAR(64)  NOT NULL PRIMARY KEY,
  person       VARCHAR(64)  NOT NULL,
  purpose      VARCHAR(500),
  machine_wish VARCHAR(63),
  cores        INTEGER      NOT NULL,
  memory_bytes BIGINT       NOT NULL,
  architecture VARCHAR(16),
  pool         VARCHAR(32),
  hours        INTEGER      NOT NULL,
  machine      VARCHAR(8),
  requested_at BIGINT       NOT NULL,
  since_at     BIGINT,
  until_at     BIGINT,
  ended_at     BIGINT
);
CREATE INDEX allocation_machine ON allocation (machine, ended_at);
CREATE INDEX allocation_person ON allocation (person, requested_at);
