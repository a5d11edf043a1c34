-- What an administrator wants of a machine's network: all interfaces of one machine are put anew together. A machine
-- without any has one address at the NIC it boots from, as before this table was.
CREATE TABLE machine_interface (
  id         BIGINT AUTO_INCREMENT PRIMARY KEY,
  machine    VARCHAR(8)    NOT NULL,
  name       VARCHAR(15)   NOT NULL,
  mac        VARCHAR(17),
  members    VARCHAR(400),
  parameters VARCHAR(2000),
  parent     VARCHAR(15),
  vlan       BIGINT,
  mtu        INTEGER,
  CONSTRAINT machine_interface_name UNIQUE (machine, name),
  CONSTRAINT machine_interface_machine FOREIGN KEY (machine) REFERENCES machine (id) ON DELETE CASCADE,
  CONSTRAINT machine_interface_vlan FOREIGN KEY (vlan) REFERENCES vlan (id)
);

-- The address is the given one of a static link, and of an auto link the one it has while the machine is deployed.
CREATE TABLE machine_link (
  id        BIGINT AUTO_INCREMENT PRIMARY KEY,
  interface BIGINT     NOT NULL,
  mode      VARCHAR(6) NOT NULL,
  subnet    BIGINT,
  address   VARCHAR(15),
  CONSTRAINT machine_link_address UNIQUE (address),
  CONSTRAINT machine_link_interface FOREIGN KEY (interface) REFERENCES machine_interface (id) ON DELETE CASCADE,
  CONSTRAINT machine_link_subnet FOREIGN KEY (subnet) REFERENCES subnet (id)
);

-- What inventories said of a network card, and where DHCP last heard it before. Apart from machine_nic, whose rows are
-- made anew when a machine gets other cards.
CREATE TABLE nic_report (
  mac     VARCHAR(17) NOT NULL PRIMARY KEY,
  name    VARCHAR(15),
  subnet  BIGINT,
  seen_at BIGINT,
  CONSTRAINT nic_report_subnet FOREIGN KEY (subnet) REFERENCES subnet (id) ON DELETE SET NULL
);
