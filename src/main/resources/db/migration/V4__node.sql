-- One row per registered boot into RAM. The token is a SHA-256 hash; the nonce is that of the boot token, so that a
-- second use of it is refused.
CREATE TABLE boot_session (
  id         BIGINT AUTO_INCREMENT PRIMARY KEY,
  token      VARCHAR(64) NOT NULL,
  nonce      VARCHAR(32) NOT NULL,
  machine    VARCHAR(8)  NOT NULL,
  generation INTEGER     NOT NULL,
  created_at BIGINT      NOT NULL,
  CONSTRAINT boot_session_token UNIQUE (token),
  CONSTRAINT boot_session_nonce UNIQUE (nonce)
);
CREATE INDEX boot_session_machine ON boot_session (machine, generation);

CREATE TABLE test_result (
  id        BIGINT AUTO_INCREMENT PRIMARY KEY,
  machine   VARCHAR(8)   NOT NULL,
  process   VARCHAR(64)  NOT NULL,
  task      VARCHAR(64)  NOT NULL,
  name      VARCHAR(64)  NOT NULL,
  outcome   VARCHAR(8)   NOT NULL,
  exit_code INTEGER      NOT NULL,
  seconds   INTEGER      NOT NULL,
  summary   VARCHAR(1000) NOT NULL,
  at        BIGINT       NOT NULL
);
CREATE INDEX test_result_machine ON test_result (machine, id);

CREATE TABLE erase_certificate (
  id          BIGINT AUTO_INCREMENT PRIMARY KEY,
  machine     VARCHAR(8)  NOT NULL,
  process     VARCHAR(64) NOT NULL,
  certificate MEDIUMTEXT  NOT NULL,
  at          BIGINT      NOT NULL
);
CREATE INDEX erase_certificate_machine ON erase_certificate (machine, id);

-- What an installed system said of itself, once per deployment (a process instance).
CREATE TABLE first_boot (
  deployment VARCHAR(64)   NOT NULL PRIMARY KEY,
  machine    VARCHAR(8)    NOT NULL,
  hostname   VARCHAR(255)  NOT NULL,
  host_key   VARCHAR(1000) NOT NULL,
  at         BIGINT        NOT NULL
);
CREATE INDEX first_boot_machine ON first_boot (machine, at);
