package io.bloomery.boot.dhcp;

import io.bloomery.network.Ipv4;
import java.util.List;

/**
 * The interface a request came in by.
 *
 * @param addresses the controller's own there; one at least
 */
record Arrival(String device, List<Ipv4> addresses) {}
