package io.bloomery.network.link;

import io.bloomery.machine.MacAddress;
import java.time.Instant;

/**
 * A network card as it was last seen.
 *
 * @param name what the in-RAM system called it
 * @param subnet id of the subnet it was on, or null
 * @param seenAt when an inventory found it there, or null
 */
public record NicReport(MacAddress mac, String name, Long subnet, Instant seenAt) {}
