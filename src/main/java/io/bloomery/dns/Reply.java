package io.bloomery.dns;

/** The way back to a client; may be used later and from another thread. */
interface Reply {
  void send(byte[] message, int length);
}
