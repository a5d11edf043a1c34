-- One schema for H2 and for MySQL and MariaDB. Times are milliseconds since 1970, UTC.
CREATE TABLE machine (
  id              VARCHAR(8)   NOT NULL PRIMARY KEY,
  name            VARCHAR(63)  NOT NULL,
  status          VARCHAR(24)  NOT NULL,
  mac             VARCHAR(17)  NOT NULL,
  nics            VARCHAR(1000) NOT NULL,
  uuid            VARCHAR(36),
  serial          VARCHAR(100),
  firmware        VARCHAR(8)   NOT NULL,
  architecture    VARCHAR(16)  NOT NULL,
  cores           INTEGER      NOT NULL,
  memory_bytes    BIGINT       NOT NULL,
  disk_bytes      BIGINT       NOT NULL,
  power_driver    VARCHAR(32),
  power_settings  VARCHAR(4000),
  power_state     VARCHAR(8)   NOT NULL,
  boot_target     VARCHAR(16)  NOT NULL,
  boot_generation INTEGER      NOT NULL,
  held_by         VARCHAR(64),
  held_for        VARCHAR(64),
  owner           VARCHAR(64),
  address         VARCHAR(15),
  image           VARCHAR(64),
  pool            VARCHAR(32)  NOT NULL,
  zone            VARCHAR(32)  NOT NULL,
  created_at      BIGINT       NOT NULL,
  updated_at      BIGINT       NOT NULL,
  CONSTRAINT machine_name UNIQUE (name),
  CONSTRAINT machine_address UNIQUE (address)
);
CREATE INDEX machine_status ON machine (status, id);
CREATE INDEX machine_owner ON machine (owner);

-- Apart from the row that every step touches: an inventory is long and seldom read.
CREATE TABLE machine_hardware (
  machine   VARCHAR(8) NOT NULL PRIMARY KEY,
  inventory MEDIUMTEXT NOT NULL,
  taken_at  BIGINT     NOT NULL
);

CREATE TABLE machine_nic (
  mac     VARCHAR(17) NOT NULL PRIMARY KEY,
  machine VARCHAR(8)  NOT NULL
);
CREATE INDEX machine_nic_machine ON machine_nic (machine);

CREATE TABLE machine_event (
  id      BIGINT AUTO_INCREMENT PRIMARY KEY,
  machine VARCHAR(8)   NOT NULL,
  at      BIGINT       NOT NULL,
  step    VARCHAR(100) NOT NULL,
  actor   VARCHAR(64)  NOT NULL,
  text    VARCHAR(1000) NOT NULL
);
CREATE INDEX machine_event_machine ON machine_event (machine, id);
