package io.bloomery.boot;

/**
 * What a boot loader is told.
 *
 * @param refused why it gets no script, or null if it gets one
 */
record BootAnswer(String script, String refused) {
  static BootAnswer script(String script) {
    return new BootAnswer(script, null);
  }

  static BootAnswer refuse(String why) {
    return new BootAnswer(null, why);
  }
}
