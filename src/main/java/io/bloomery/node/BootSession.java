package io.bloomery.node;

/**
 * One registered boot of a machine into RAM.
 *
 * @param id counted up: of two sessions of a machine the one with the higher id is alive
 * @param generation the machine's count of ordered boots that this boot belongs to
 */
record BootSession(long id, String machine, int generation) {}
