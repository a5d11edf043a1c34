/** What a machine and the servers say to each other, as a file that Wireshark opens. */
package io.bloomery.boot.capture;
