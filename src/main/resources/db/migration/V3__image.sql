-- One row per name; several names can share a stored file, whose name is its digest.
CREATE TABLE image (
  name          VARCHAR(63)  NOT NULL PRIMARY KEY,
  digest        VARCHAR(64)  NOT NULL,
  os            VARCHAR(32)  NOT NULL,
  version       VARCHAR(32)  NOT NULL,
  stored_length BIGINT       NOT NULL,
  raw_length    BIGINT       NOT NULL,
  raw_checksum  VARCHAR(32)  NOT NULL,
  created_at    BIGINT       NOT NULL
);
CREATE INDEX image_digest ON image (digest);
