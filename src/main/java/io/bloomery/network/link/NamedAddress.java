package io.bloomery.network.link;

import io.bloomery.network.Ipv4;

/** An address and the name of the interface that has it. */
public record NamedAddress(String name, Ipv4 address) {}
