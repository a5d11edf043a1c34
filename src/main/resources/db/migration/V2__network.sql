-- What DHCP has acknowledged. A row whose time has passed is kept: the machine gets the same address again.
CREATE TABLE lease (
  mac        VARCHAR(17)  NOT NULL PRIMARY KEY,
  address    VARCHAR(15)  NOT NULL,
  expires_at BIGINT       NOT NULL,
  client_id  VARCHAR(510),
  host_name  VARCHAR(255),
  CONSTRAINT lease_address UNIQUE (address)
);

-- Addresses that a client found in use by somebody else (DHCPDECLINE).
CREATE TABLE declined_address (
  address    VARCHAR(15) NOT NULL PRIMARY KEY,
  until_time BIGINT      NOT NULL
);
