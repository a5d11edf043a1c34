-- The MAC address of every network card, a machine's or a device's: the primary key is what makes it nobody else's. The
-- holder is as in host_name. A card that was recorded as both stays the machine's.
CREATE TABLE host_nic (
  mac    VARCHAR(17) NOT NULL PRIMARY KEY,
  holder VARCHAR(32) NOT NULL
);
CREATE INDEX host_nic_holder ON host_nic (holder);
INSERT INTO host_nic (mac, holder) SELECT mac, machine FROM machine_nic;
INSERT INTO host_nic (mac, holder) SELECT mac, CONCAT('device-', id) FROM device
  WHERE mac NOT IN (SELECT mac FROM machine_nic);
DROP TABLE machine_nic;
