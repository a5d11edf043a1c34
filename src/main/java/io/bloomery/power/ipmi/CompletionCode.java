package io.bloomery.power.ipmi;

import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerFailure;
import java.util.Set;

/** How a BMC says that it did not do it (table 5-2). */
final class CompletionCode {
  static final int OK = 0x00;

  /** Of Set System Boot Options alone (section 28.12). */
  static final int PARAMETER_NOT_SUPPORTED = 0x80;

  /** Of Set Session Privilege Level alone (section 22.18). */
  static final int LEVEL_EXCEEDS_LIMIT = 0x81;

  static final int NODE_BUSY = 0xc0;
  static final int INVALID_COMMAND = 0xc1;
  static final int TIMEOUT = 0xc3;
  static final int OUT_OF_SPACE = 0xc4;
  static final int RESPONSE_COULD_NOT_BE_PROVIDED = 0xce;
  static final int IN_FIRMWARE_UPDATE_MODE = 0xd1;
  static final int INITIALIZING = 0xd2;
  static final int INSUFFICIENT_PRIVILEGE_LEVEL = 0xd4;
  static final int NOT_SUPPORTED_IN_PRESENT_STATE = 0xd5;
  static final int UNSPECIFIED_ERROR = 0xff;

  private static final Set<Integer> PASSING =
      Set.of(
          NODE_BUSY,
          TIMEOUT,
          OUT_OF_SPACE,
          RESPONSE_COULD_NOT_BE_PROVIDED,
          IN_FIRMWARE_UPDATE_MODE,
          INITIALIZING,
          NOT_SUPPORTED_IN_PRESENT_STATE,
          UNSPECIFIED_ERROR);

  private CompletionCode() {}

  static PowerFailure failure(Account account, Command command, int code) {
    String sentence =
        "the BMC at %s answers %s with completion code %02xh (%s)"
            .formatted(account.endpoint(), command, code, meaning(account, command, code));
    return PASSING.contains(code) ? new PassingFailure(sentence) : new FinalFailure(sentence);
  }

  private static String meaning(Account account, Command command, int code) {
    if (code == INSUFFICIENT_PRIVILEGE_LEVEL
        || code == LEVEL_EXCEEDS_LIMIT && command == Command.SET_SESSION_PRIVILEGE_LEVEL) {
      return "expected: that user %s may act as %s over LAN"
          .formatted(account.user(), account.privilege());
    }
    return switch (code) {
      case NODE_BUSY -> "it is busy";
      case INVALID_COMMAND -> "it does not know this command";
      case TIMEOUT -> "it took too long within itself";
      case OUT_OF_SPACE -> "it has no room for it";
      case RESPONSE_COULD_NOT_BE_PROVIDED -> "it has no response now";
      case IN_FIRMWARE_UPDATE_MODE -> "its firmware is being updated";
      case INITIALIZING -> "it is starting";
      case NOT_SUPPORTED_IN_PRESENT_STATE -> "not in its present state";
      case UNSPECIFIED_ERROR -> "unspecified error";
      default -> "expected: 00h; table 5-2 of the IPMI specification says what it means";
    };
  }
}
