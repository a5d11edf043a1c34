package io.bloomery.power.redfish;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a request is let in by.
 *
 * @param session path of the session, or null
 */
record Access(String header, String value, String session) {
  /** For what everybody may read. */
  static final Access NONE = new Access(null, null, null);

  static Access session(String token, String path) {
    return new Access("X-Auth-Token", token, path);
  }

  /** RFC 7617. */
  static Access basic(String username, String password) {
    byte[] both = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new Access("Authorization", "Basic " + Base64.getEncoder().encodeToString(both), null);
  }

  boolean isSession() {
    return "X-Auth-Token".equals(header);
  }

  /** Without the value, which opens the machine. */
  @Override
  public String toString() {
    return String.valueOf(header);
  }
}
