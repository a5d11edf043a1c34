/**
 * Power of machines with a BMC that speaks IPMI 2.0 over LAN (RMCP+). Sections and tables in the
 * comments are those of the <i>IPMI Specification, v2.0, Rev. 1.1</i>, and constants are named as
 * there.
 *
 * <p>{@link io.bloomery.power.ipmi.Bmcs} leads to one {@link io.bloomery.power.ipmi.Bmc} for each
 * address; it opens a {@link io.bloomery.power.ipmi.Session} by {@link
 * io.bloomery.power.ipmi.Handshake}, in which {@link io.bloomery.power.ipmi.Chassis} gives orders.
 * How to talk to one BMC stands in its {@link io.bloomery.power.ipmi.Account}: deviations of models
 * belong there as well, once a table names them.
 */
package io.bloomery.power.ipmi;
