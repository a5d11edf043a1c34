package io.bloomery.image;

import java.time.Instant;

/**
 * An operating system image in the store: a disk, compressed with zstd.
 *
 * @param digest SHA-256 of the stored file, its name in the store
 * @param name unique; people choose by it
 * @param os for instance {@code debian}
 * @param version for instance {@code 12}
 * @param storedLength bytes of the stored file
 * @param rawLength bytes of the disk it holds
 * @param rawChecksum XXH64 of the disk it holds, as {@code xxhsum -H1} prints it
 */
public record Image(
    String digest,
    String name,
    String os,
    String version,
    long storedLength,
    long rawLength,
    String rawChecksum,
    Instant createdAt) {}
