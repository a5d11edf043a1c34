/**
 * TFTP for boot loaders: read only, with block size, window size, time-out and transfer size
 * negotiated.
 */
package io.bloomery.boot.tftp;
