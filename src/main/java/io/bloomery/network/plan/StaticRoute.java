package io.bloomery.network.plan;

import io.bloomery.network.Cidr;
import io.bloomery.network.Ipv4;

/** Told to machines: what is behind which router. */
public record StaticRoute(Cidr to, Ipv4 via) {}
