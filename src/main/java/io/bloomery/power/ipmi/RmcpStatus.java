package io.bloomery.power.ipmi;

import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerFailure;

/** How a BMC says that it opens no session (table 13-15). */
final class RmcpStatus {
  static final int NO_ERRORS = 0x00;
  static final int INSUFFICIENT_RESOURCES = 0x01;
  static final int INVALID_SESSION_ID = 0x02;
  static final int INVALID_AUTHENTICATION_ALGORITHM = 0x04;
  static final int INVALID_INTEGRITY_ALGORITHM = 0x05;
  static final int INACTIVE_SESSION_ID = 0x08;
  static final int INVALID_ROLE = 0x09;
  static final int UNAUTHORIZED_ROLE = 0x0a;
  static final int INSUFFICIENT_RESOURCES_AT_ROLE = 0x0b;
  static final int INVALID_NAME_LENGTH = 0x0c;
  static final int UNAUTHORIZED_NAME = 0x0d;
  static final int INVALID_INTEGRITY_CHECK_VALUE = 0x0f;
  static final int INVALID_CONFIDENTIALITY_ALGORITHM = 0x10;
  static final int NO_CIPHER_SUITE_MATCH = 0x11;

  private RmcpStatus() {}

  /** Whether it would perhaps accept another cipher suite. */
  static boolean refusesSuite(int status) {
    return switch (status) {
      case INVALID_AUTHENTICATION_ALGORITHM,
          INVALID_INTEGRITY_ALGORITHM,
          INVALID_CONFIDENTIALITY_ALGORITHM,
          NO_CIPHER_SUITE_MATCH ->
          true;
      default -> false;
    };
  }

  /** Whether it forgot what was begun, as when an answer was lost: to be begun anew. */
  static boolean forgot(int status) {
    return status == INVALID_SESSION_ID || status == INACTIVE_SESSION_ID;
  }

  static PowerFailure failure(Account account, int status) {
    String bmc = "the BMC at " + account.endpoint();
    return switch (status) {
      case INSUFFICIENT_RESOURCES, INSUFFICIENT_RESOURCES_AT_ROLE ->
          new PassingFailure(bmc + " has no room for another session");
      case INVALID_SESSION_ID, INACTIVE_SESSION_ID ->
          new PassingFailure(bmc + " forgets a session while it is being opened");
      case INVALID_ROLE, UNAUTHORIZED_ROLE ->
          new FinalFailure(
              "%s does not let user %s act as %s (expected: a user with that privilege over LAN)"
                  .formatted(bmc, account.user(), account.privilege()));
      case INVALID_NAME_LENGTH, UNAUTHORIZED_NAME ->
          new FinalFailure(
              "%s knows no user %s that may act as %s over LAN"
                  .formatted(bmc, account.user(), account.privilege()));
      case INVALID_INTEGRITY_CHECK_VALUE -> wrongPassword(account);
      default ->
          new FinalFailure(
              "%s opens no session: status %02xh (table 13-15 of the IPMI specification says why)"
                  .formatted(bmc, status));
    };
  }

  static PowerFailure wrongPassword(Account account) {
    return new FinalFailure(
        "the BMC at %s has another password for user %s than the machine's power settings"
            .formatted(account.endpoint(), account.user()));
  }
}
