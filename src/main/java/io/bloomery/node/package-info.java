/**
 * The gateway that booted machines talk to: boot tokens and sessions, the tasks a machine does
 * itself, its logs and its first boot.
 */
package io.bloomery.node;
