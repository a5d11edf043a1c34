package io.bloomery.power.ipmi;

/** A datagram that is no valid packet of ours. It is passed over: anybody may send such a thing. */
final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  Malformed(String what) {
    super(what, null, false, false);
  }
}
