package io.bloomery.dns;

/**
 * A zone as it is served now.
 *
 * @param name with the dot at its end
 * @param serial of its SOA record
 */
public record ZoneState(String name, long serial) {}
