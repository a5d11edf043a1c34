/**
 * Machines without power control whose NIC listens while they are off: Wake-on-LAN by AMD's magic
 * packet (AMD publication 20213, Magic Packet Technology).
 */
package io.bloomery.power.wake;
