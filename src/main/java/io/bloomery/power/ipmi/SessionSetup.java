package io.bloomery.power.ipmi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The payloads that open a session (sections 13.17 to 13.23). */
final class SessionSetup {
  private static final int RANDOM_LENGTH = 16;
  private static final int GUID_LENGTH = 16;

  /** Tag, status, two reserved bytes, our session id: what every answer begins with. */
  private static final int HEADER_LENGTH = 8;

  /** A refusal need not have more than tag and status: ipmi_sim's has not. */
  private static final int SHORTEST_REFUSAL = 2;

  private static final int OPEN_SESSION_RESPONSE_LENGTH = 36;

  /** Kinds of algorithms (section 13.17). */
  private static final int AUTHENTICATION = 0x00;

  private static final int INTEGRITY = 0x01;
  private static final int CONFIDENTIALITY = 0x02;
  private static final int ALGORITHM_LENGTH = 8;

  /**
   * What every answer begins with.
   *
   * @param status one of {@link RmcpStatus}
   * @param consoleId our id of the session, null in some refusals
   * @param rest what follows, unless it refuses
   */
  record Answer(int tag, int status, Integer consoleId, ByteBuffer rest) {
    boolean answers(int askedTag, int askedId) {
      return tag == askedTag && (consoleId == null || consoleId == askedId);
    }

    byte[] take(int length) {
      byte[] bytes = new byte[length];
      rest.get(bytes);
      return bytes;
    }
  }

  record OpenSessionResponse(int bmcId, int authentication, int integrity, int confidentiality) {
    boolean has(CipherSuite suite) {
      return authentication == suite.authentication()
          && integrity == suite.integrity()
          && confidentiality == suite.confidentiality();
    }
  }

  record Rakp2(byte[] random, byte[] guid, byte[] code) {}

  private SessionSetup() {}

  /** Asks for the highest privilege the suite allows (0): the role is named in RAKP message 1. */
  static byte[] openSessionRequest(int tag, int consoleId, CipherSuite suite) {
    ByteBuffer payload = payload(8 + 3 * ALGORITHM_LENGTH).put((byte) tag).put(new byte[3]);
    payload.putInt(consoleId);
    algorithm(payload, AUTHENTICATION, suite.authentication());
    algorithm(payload, INTEGRITY, suite.integrity());
    algorithm(payload, CONFIDENTIALITY, suite.confidentiality());
    return payload.array();
  }

  private static void algorithm(ByteBuffer payload, int kind, int number) {
    payload.put((byte) kind).putShort((short) 0).put((byte) ALGORITHM_LENGTH);
    payload.put((byte) number).put(new byte[3]);
  }

  static byte[] rakp1(int tag, int bmcId, byte[] random, byte[] roleAndUser) {
    ByteBuffer payload = payload(8 + RANDOM_LENGTH + roleAndUser.length + 2);
    payload.put((byte) tag).put(new byte[3]).putInt(bmcId).put(random);
    payload.put(roleAndUser[0]).putShort((short) 0);
    return payload.put(roleAndUser, 1, roleAndUser.length - 1).array();
  }

  static byte[] rakp3(int tag, int status, int bmcId, byte[] code) {
    ByteBuffer payload = payload(8 + code.length).put((byte) tag).put((byte) status);
    return payload.putShort((short) 0).putInt(bmcId).put(code).array();
  }

  /**
   * @param least how long it must be if it does not refuse
   */
  private static Answer answer(byte[] bytes, int least) throws Malformed {
    boolean refuses = bytes.length >= SHORTEST_REFUSAL && bytes[1] != RmcpStatus.NO_ERRORS;
    if (bytes.length < (refuses ? SHORTEST_REFUSAL : least)) {
      throw new Malformed(
          "an answer of %d bytes to the opening (expected: %d)".formatted(bytes.length, least));
    }
    ByteBuffer payload = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int tag = payload.get() & 0xff;
    int status = payload.get() & 0xff;
    payload.position(Math.min(HEADER_LENGTH, bytes.length));
    Integer consoleId = bytes.length < HEADER_LENGTH ? null : payload.getInt(4);
    return new Answer(tag, status, consoleId, payload);
  }

  static Answer openSessionAnswer(byte[] payload) throws Malformed {
    // The privilege level is in the byte after the status; BMCs fill in what they like.
    return answer(payload, OPEN_SESSION_RESPONSE_LENGTH);
  }

  static OpenSessionResponse openSessionResponse(Answer answer) {
    int bmcId = answer.rest().getInt();
    int[] algorithms = new int[3];
    for (int kind = 0; kind < algorithms.length; kind++) {
      algorithms[kind] = answer.take(ALGORITHM_LENGTH)[4] & 0x3f;
    }
    return new OpenSessionResponse(
        bmcId, algorithms[AUTHENTICATION], algorithms[INTEGRITY], algorithms[CONFIDENTIALITY]);
  }

  static Answer rakp2Answer(byte[] payload, CipherSuite suite) throws Malformed {
    return answer(payload, HEADER_LENGTH + RANDOM_LENGTH + GUID_LENGTH + suite.hashLength());
  }

  static Rakp2 rakp2(Answer answer, CipherSuite suite) {
    return new Rakp2(
        answer.take(RANDOM_LENGTH), answer.take(GUID_LENGTH), answer.take(suite.hashLength()));
  }

  static Answer rakp4Answer(byte[] payload, CipherSuite suite) throws Malformed {
    return answer(payload, HEADER_LENGTH + suite.checkLength());
  }

  /** An id as it stands in the codes of RAKP. */
  static byte[] id(int sessionId) {
    return payload(4).putInt(sessionId).array();
  }

  /** Role, length of the name and name, which RAKP message 1 has and the codes cover. */
  static byte[] roleAndUser(PrivilegeLevel role, byte[] user) {
    byte[] bytes = Arrays.copyOf(new byte[] {role(role), (byte) user.length}, 2 + user.length);
    System.arraycopy(user, 0, bytes, 2, user.length);
    return bytes;
  }

  /** The user is looked up by name alone (section 13.20, byte 25): names are unique on a BMC. */
  private static byte role(PrivilegeLevel role) {
    return (byte) (0x10 | role.number());
  }

  private static ByteBuffer payload(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
