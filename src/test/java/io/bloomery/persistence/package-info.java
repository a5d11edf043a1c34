/** The schema and everything stored, on each database that Bloomery runs on. */
package io.bloomery.persistence;
