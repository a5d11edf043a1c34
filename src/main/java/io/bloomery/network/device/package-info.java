/** What is on the machines' networks and is not provisioned: printers, switches. */
package io.bloomery.network.device;
