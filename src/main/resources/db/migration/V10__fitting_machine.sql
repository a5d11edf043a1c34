-- The smallest free machine that fits, without reading all that are free.
CREATE INDEX machine_fitting ON machine (status, cores, memory_bytes, id);
