/**
 * What each NIC did last on its way to an operating system, so that "why does it not boot" has an
 * answer.
 */
package io.bloomery.boot.journal;
