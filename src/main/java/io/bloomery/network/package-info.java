/**
 * The boot network: its subnet and ranges, the address reserved for each machine, and the leases
 * that DHCP gives.
 */
package io.bloomery.network;
