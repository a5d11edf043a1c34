/**
 * Machines with a Redfish service in their management controller (DMTF DSP0266, the protocol, and
 * DSP0268, the schemas).
 */
package io.bloomery.power.redfish;
