/** DHCPv4 for machines that boot: the codec, the decisions, and the sockets of one interface. */
package io.bloomery.boot.dhcp;
