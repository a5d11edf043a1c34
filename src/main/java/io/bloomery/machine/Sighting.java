package io.bloomery.machine;

import java.util.List;

/**
 * What an unknown machine says of itself when it first reports in.
 *
 * @param mac the NIC it booted from
 * @param nics every NIC it has, in any order
 * @param uuid SMBIOS system UUID, or null
 * @param serial SMBIOS serial number, or null
 */
public record Sighting(
    MacAddress mac,
    List<MacAddress> nics,
    String uuid,
    String serial,
    Firmware firmware,
    String architecture,
    int cores,
    long memoryBytes) {}
