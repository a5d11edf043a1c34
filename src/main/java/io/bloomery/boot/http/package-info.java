/** The HTTP port that booting machines and their in-RAM system talk to. */
package io.bloomery.boot.http;
