/**
 * Simulated machines: real clients of the real DHCP, TFTP and HTTP servers and of the node gateway,
 * with settable delays and faults by name. They share nothing with the controller but the wire.
 * Depends on nothing.
 */
package io.bloomery.simulation;
