/**
 * The way out of an isolated boot network, through the controller. See {@code Nat}; the packets are
 * translated by the kernel.
 */
package io.bloomery.network.nat;
