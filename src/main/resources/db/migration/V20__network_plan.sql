-- The plan of the networks. The one row of network_version is locked by every change, so that two changes at once cannot
-- make a plan together that neither would have been allowed to make; its number tells other controllers to read anew.
CREATE TABLE network_version (
  id      INTEGER NOT NULL PRIMARY KEY,
  version BIGINT  NOT NULL
);
INSERT INTO network_version (id, version) VALUES (1, 0);

CREATE TABLE fabric (
  id   BIGINT AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(63) NOT NULL,
  CONSTRAINT fabric_name UNIQUE (name)
);

CREATE TABLE vlan (
  id     BIGINT AUTO_INCREMENT PRIMARY KEY,
  fabric BIGINT       NOT NULL,
  vid    INTEGER      NOT NULL,
  name   VARCHAR(63)  NOT NULL,
  mtu    INTEGER      NOT NULL,
  dhcp   BOOLEAN      NOT NULL,
  device VARCHAR(15),
  relays VARCHAR(300) NOT NULL,
  CONSTRAINT vlan_vid UNIQUE (fabric, vid),
  CONSTRAINT vlan_fabric FOREIGN KEY (fabric) REFERENCES fabric (id)
);

CREATE TABLE subnet (
  id            BIGINT AUTO_INCREMENT PRIMARY KEY,
  vlan          BIGINT       NOT NULL,
  name          VARCHAR(63)  NOT NULL,
  cidr          VARCHAR(18)  NOT NULL,
  gateway       VARCHAR(15),
  dns_servers   VARCHAR(150) NOT NULL,
  ntp_servers   VARCHAR(150) NOT NULL,
  log_server    VARCHAR(15),
  managed       BOOLEAN      NOT NULL,
  from_settings BOOLEAN      NOT NULL,
  CONSTRAINT subnet_cidr UNIQUE (cidr),
  CONSTRAINT subnet_vlan FOREIGN KEY (vlan) REFERENCES vlan (id)
);

CREATE TABLE subnet_range (
  id            BIGINT AUTO_INCREMENT PRIMARY KEY,
  subnet        BIGINT       NOT NULL,
  kind          VARCHAR(8)   NOT NULL,
  first_address VARCHAR(15)  NOT NULL,
  last_address  VARCHAR(15)  NOT NULL,
  note          VARCHAR(200) NOT NULL,
  CONSTRAINT subnet_range_subnet FOREIGN KEY (subnet) REFERENCES subnet (id) ON DELETE CASCADE
);

CREATE TABLE subnet_route (
  id          BIGINT AUTO_INCREMENT PRIMARY KEY,
  subnet      BIGINT      NOT NULL,
  destination VARCHAR(18) NOT NULL,
  via         VARCHAR(15) NOT NULL,
  CONSTRAINT subnet_route_subnet FOREIGN KEY (subnet) REFERENCES subnet (id) ON DELETE CASCADE
);
