package io.bloomery.machine;

import java.time.Instant;
import java.util.List;

/**
 * One machine as the registry knows it. Times are UTC.
 *
 * @param id eight characters, given at enlistment, never changed; every process about it has it as
 *     business key
 * @param name host name, one DNS label (RFC 1123 section 2.1), unique
 * @param mac the NIC it booted from
 * @param nics every NIC it was seen with, the boot NIC first
 * @param uuid SMBIOS system UUID, or null
 * @param serial SMBIOS serial number, or null
 * @param powerDriver name of its power driver, or null before review
 * @param bootTarget what it gets when it asks the network
 * @param bootGeneration counted up whenever a process orders a boot; a boot session of an older
 *     count gets no tasks
 * @param heldBy id of the process instance that holds it, or null
 * @param heldFor key of that process, or null
 * @param owner the person it is lent to, or null
 * @param address the address reserved for it, or null
 * @param image digest of the image that was or is being deployed, or null
 */
public record Machine(
    String id,
    String name,
    MachineStatus status,
    MacAddress mac,
    List<MacAddress> nics,
    String uuid,
    String serial,
    Firmware firmware,
    String architecture,
    int cores,
    long memoryBytes,
    long diskBytes,
    String powerDriver,
    PowerState powerState,
    BootTarget bootTarget,
    int bootGeneration,
    String heldBy,
    String heldFor,
    String owner,
    String address,
    String image,
    String pool,
    String zone,
    Instant createdAt,
    Instant updatedAt) {}
