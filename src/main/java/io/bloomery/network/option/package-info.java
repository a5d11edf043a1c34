/** DHCP options that people add, and how they are written. */
package io.bloomery.network.option;
