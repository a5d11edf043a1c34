/**
 * The plan of the networks: fabrics, VLANs, subnets and their ranges, as the database has them.
 * What the settings say of the boot network is part of it.
 */
package io.bloomery.network.plan;
