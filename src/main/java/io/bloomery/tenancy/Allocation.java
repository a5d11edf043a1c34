package io.bloomery.tenancy;

import java.time.Instant;

/**
 * One request for a machine and what became of it.
 *
 * @param id id of the process instance that handles it
 * @param machine id of the machine, or null while none is reserved
 * @param until end of the lease, or null while none is reserved
 * @param endedAt when it was given back, refused or given up, or null
 */
public record Allocation(
    String id,
    String person,
    String purpose,
    Wish wish,
    int hours,
    String machine,
    Instant requestedAt,
    Instant since,
    Instant until,
    Instant endedAt) {}
