package io.bloomery.network.device;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;

/**
 * Something with a MAC address that is not provisioned.
 *
 * @param id 0 for one that is not stored yet
 * @param name one DNS label that no machine has
 * @param address its fixed address, of a subnet of the plan; or null
 */
public record Device(long id, String name, MacAddress mac, Ipv4 address) {}
