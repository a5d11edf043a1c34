-- The name of every host, machine or device: the primary key is what makes it nobody else's. The holder is a machine's id, or
-- device- and a device's id.
CREATE TABLE host_name (
  name   VARCHAR(63) NOT NULL PRIMARY KEY,
  holder VARCHAR(32) NOT NULL,
  CONSTRAINT host_name_holder UNIQUE (holder)
);
INSERT INTO host_name (name, holder) SELECT name, id FROM machine;
INSERT INTO host_name (name, holder) SELECT name, CONCAT('device-', id) FROM device
  WHERE name NOT IN (SELECT name FROM machine);
