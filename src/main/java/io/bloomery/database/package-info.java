/** What the controller has to know of the database it runs on. Depends on nothing. */
package io.bloomery.database;
