/**
 * What must stay secret: the key that seals stored credentials, and the controller's own SSH key
 * pair. Depends on nothing.
 */
package io.bloomery.secret;
