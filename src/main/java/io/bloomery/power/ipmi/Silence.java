package io.bloomery.power.ipmi;

/** What was asked found no valid answer in time. To begin anew may help. */
final class Silence extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param what the BMC did instead, after "the BMC at …"
   */
  Silence(String what) {
    super(what, null, false, false);
  }
}
