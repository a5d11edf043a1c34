package io.bloomery.power;

import java.util.regex.Pattern;

/** What a setting's value may look like. */
public enum SettingKind {
  TEXT("[^\\p{Cntrl}]{1,255}", "one line of at most 255 characters"),
  /** Host names as in RFC 1123, or an IPv4 address, and a port. */
  ENDPOINT(
      "[A-Za-z0-9]([A-Za-z0-9.-]{0,253})?:[0-9]{1,5}", "host:port, for instance 10.17.17.2:6230"),
  NUMBER("[0-9]{1,9}", "a whole number"),
  URI("[a-z][a-z0-9+.-]*:[^\\s\\p{Cntrl}]{1,240}", "a URI without spaces");

  private final Pattern shape;
  private final String expectation;

  SettingKind(String shape, String expectation) {
    this.shape = Pattern.compile(shape);
    this.expectation = expectation;
  }

  boolean admits(String value) {
    return shape.matcher(value).matches()
        && (this != ENDPOINT || port(value) <= 65_535 && port(value) > 0);
  }

  String expectation() {
    return expectation;
  }

  private static int port(String value) {
    return Integer.parseInt(value.substring(value.lastIndexOf(':') + 1));
  }
}
