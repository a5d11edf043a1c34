CREATE TABLE ssh_key (
  id          BIGINT AUTO_INCREMENT PRIMARY KEY,
  person      VARCHAR(64)   NOT NULL,
  kind        VARCHAR(64)   NOT NULL,
  line        VARCHAR(4000) NOT NULL,
  fingerprint VARCHAR(64)   NOT NULL,
  created_at  BIGINT        NOT NULL,
  CONSTRAINT ssh_key_once UNIQUE (person, fingerprint)
);

-- The secret itself is never stored.
CREATE TABLE api_token (
  id         BIGINT AUTO_INCREMENT PRIMARY KEY,
  person     VARCHAR(64)  NOT NULL,
  name       VARCHAR(100) NOT NULL,
  hash       VARCHAR(64)  NOT NULL,
  created_at BIGINT       NOT NULL,
  expires_at BIGINT       NOT NULL,
  used_at    BIGINT,
  CONSTRAINT api_token_hash UNIQUE (hash)
);
CREATE INDEX api_token_person ON api_token (person);
