-- Machines whose firmware starts another boot loader than the usual one. No row: the usual one.
CREATE TABLE machine_boot_loader (
  machine VARCHAR(8)  NOT NULL PRIMARY KEY,
  loader  VARCHAR(16) NOT NULL,
  CONSTRAINT machine_boot_loader_machine FOREIGN KEY (machine) REFERENCES machine (id)
    ON DELETE CASCADE
);
