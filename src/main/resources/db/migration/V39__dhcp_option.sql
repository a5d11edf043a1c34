-- Options that people add to DHCP's answers, for clients of one subnet, machine, device or MAC address: one of the four is set.
CREATE TABLE dhcp_option (
  id      BIGINT AUTO_INCREMENT PRIMARY KEY,
  subnet  BIGINT,
  machine VARCHAR(8),
  device  BIGINT,
  mac     VARCHAR(17),
  code    INTEGER       NOT NULL,
  format  VARCHAR(9)    NOT NULL,
  content VARCHAR(3000) NOT NULL,
  forced  BOOLEAN       NOT NULL,
  CONSTRAINT dhcp_option_of_subnet UNIQUE (subnet, code),
  CONSTRAINT dhcp_option_of_machine UNIQUE (machine, code),
  CONSTRAINT dhcp_option_of_device UNIQUE (device, code),
  CONSTRAINT dhcp_option_of_mac UNIQUE (mac, code),
  CONSTRAINT dhcp_option_subnet FOREIGN KEY (subnet) REFERENCES subnet (id) ON DELETE CASCADE,
  CONSTRAINT dhcp_option_machine FOREIGN KEY (machine) REFERENCES machine (id) ON DELETE CASCADE,
  CONSTRAINT dhcp_option_device FOREIGN KEY (device) REFERENCES device (id) ON DELETE CASCADE
);
