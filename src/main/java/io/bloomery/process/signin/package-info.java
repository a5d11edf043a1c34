/**
 * Accounts, groups and what each may do in the engine; gives every request the engine identity of
 * its person.
 */
package io.bloomery.process.signin;
