-- Every address that is somebody's for good: the primary key is what makes it nobody else's. The number is the address as
-- one, for asking by subnet.
CREATE TABLE fixed_address (
  address    VARCHAR(15)  NOT NULL PRIMARY KEY,
  number     BIGINT       NOT NULL,
  mac        VARCHAR(17)  NOT NULL,
  machine    VARCHAR(8),
  note       VARCHAR(200) NOT NULL,
  created_at BIGINT       NOT NULL,
  CONSTRAINT fixed_address_machine FOREIGN KEY (machine) REFERENCES machine (id) ON DELETE CASCADE
);
CREATE INDEX fixed_address_number ON fixed_address (number);
CREATE INDEX fixed_address_mac ON fixed_address (mac);
