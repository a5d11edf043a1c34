package io.bloomery.dns;

/** A message cannot be worked on. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  final int rcode;

  Refused(int rcode, String why) {
    super(why, null, false, false);
    this.rcode = rcode;
  }
}
