package io.bloomery.image;

import java.time.Instant;

/**
 * How far an import is.
 *
 * @param phase what is being done, for people
 * @param bytes done in this phase
 * @param total of this phase, or -1 if that is not known before
 */
public record ImportProgress(
    String name, String phase, long bytes, long total, Instant startedAt) {}
