package io.bloomery.dns;

import io.bloomery.network.Ipv4;
import java.util.List;

/**
 * Something with a name and addresses.
 *
 * @param id by which its source knows it; never changes
 * @param name one label, below the domain
 */
record Host(String id, String name, List<Ipv4> addresses) {}
