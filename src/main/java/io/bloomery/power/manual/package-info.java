/** Machines that somebody walks to. */
package io.bloomery.power.manual;
