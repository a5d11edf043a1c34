-- What has a MAC address and is not provisioned. Its fixed address is taken in fixed_address, as everybody's.
CREATE TABLE device (
  id         BIGINT AUTO_INCREMENT PRIMARY KEY,
  name       VARCHAR(63) NOT NULL,
  mac        VARCHAR(17) NOT NULL,
  address    VARCHAR(15),
  created_at BIGINT      NOT NULL,
  CONSTRAINT device_name UNIQUE (name),
  CONSTRAINT device_mac UNIQUE (mac),
  CONSTRAINT device_address UNIQUE (address)
);
