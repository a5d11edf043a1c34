/**
 * Pages for people: sign-in and the list of machines. They know nothing that REST does not show the
 * same person.
 */
package io.bloomery.web;
