/**
 * The interfaces of machines and their links to subnets: what is wanted, what inventories told, and
 * the addresses they have.
 */
package io.bloomery.network.link;
