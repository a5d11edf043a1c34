-- The inventory before a change of hardware that nobody has accepted yet; null if there is none.
ALTER TABLE machine_hardware ADD COLUMN accepted MEDIUMTEXT;
