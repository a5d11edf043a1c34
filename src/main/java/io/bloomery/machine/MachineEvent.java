package io.bloomery.machine;

import java.time.Instant;

/** One line of a machine's history: when, in which step, by whom, what. */
public record MachineEvent(
    long id, String machine, Instant at, String step, String actor, String text) {}
