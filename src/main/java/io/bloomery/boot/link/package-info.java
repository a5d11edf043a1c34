/** What Java's own sockets cannot do on Linux: bind to a device, send and hear whole frames. */
package io.bloomery.boot.link;
