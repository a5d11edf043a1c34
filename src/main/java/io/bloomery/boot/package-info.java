/** What a machine that asks the network should boot, and the files for it. */
package io.bloomery.boot;
