/** Power of virtual machines on hosts that run libvirt, here or over SSH. */
package io.bloomery.power.libvirt;
