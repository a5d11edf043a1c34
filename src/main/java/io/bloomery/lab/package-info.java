/**
 * The lab: virtual machines that the controller meets as unknown PCs, and a player for every
 * person's part.
 */
package io.bloomery.lab;
