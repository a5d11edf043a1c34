/** The whole controller, started once for all tests that speak to it over HTTP. */
package io.bloomery.started;
