/**
 * The boot network's name server: zones made of the machines, and forwarding of every other
 * question.
 */
package io.bloomery.dns;
