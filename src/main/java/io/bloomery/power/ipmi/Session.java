package io.bloomery.power.ipmi;

import io.bloomery.power.ipmi.IpmiMessage.Response;
import java.time.Duration;

/**
 * An open session with a BMC: every request is encrypted and signed, every answer checked. Used by
 * one thread at a time.
 */
final class Session {
  /** How long a BMC that may have forgotten a kept session is listened to. */
  private static final Duration DOUBT = Duration.ofSeconds(3);

  private static final Duration BUSY_PAUSE = Duration.ofMillis(500);

  private final Line line;
  private final Account account;
  private final int bmcId;
  private final SessionKeys keys;
  private final ReplayWindow window = new ReplayWindow();

  private Deadline deadline;
  private boolean proven;
  private int sequence;
  private int messageSequence;
  private long usedAt = System.nanoTime();

  /**
   * @param bmcId the BMC's id of the session, with which requests are marked
   */
  Session(Line line, Account account, int bmcId, SessionKeys keys, Deadline deadline) {
    this.line = line;
    this.account = account;
    this.bmcId = bmcId;
    this.keys = keys;
    this.deadline = deadline;
    proven = true;
  }

  /** Takes up a session that was kept: the BMC may have been restarted meanwhile. */
  void takeUp(Deadline next) {
    deadline = next;
    proven = false;
  }

  Account account() {
    return account;
  }

  CipherSuite suite() {
    return keys.suite();
  }

  boolean isIdleFor(Duration time) {
    return System.nanoTime() - usedAt > time.toNanos();
  }

  /**
   * The answer's data.
   *
   * @throws io.bloomery.power.PowerFailure if the BMC refuses
   */
  byte[] order(Command command, int... data) throws Silence {
    Response response = ask(command, data);
    if (response.completionCode() != CompletionCode.OK) {
      throw CompletionCode.failure(account, command, response.completionCode());
    }
    return response.data();
  }

  /** The answer, whatever it says; a BMC that is busy is asked again. */
  Response ask(Command command, int... data) throws Silence {
    while (true) {
      Response response = askOnce(command, data);
      if (response.completionCode() != CompletionCode.NODE_BUSY
          || deadline.leftNanos() < BUSY_PAUSE.toNanos()) {
        return response;
      }
      Bmc.pause(BUSY_PAUSE);
    }
  }

  private Response askOnce(Command command, int[] data) throws Silence {
    messageSequence = (messageSequence + 1) % IpmiMessage.SEQUENCES;
    byte[] message = IpmiMessage.request(command, messageSequence, data);
    Response response =
        line.ask(
            command,
            // Asked again it is a new packet: the former number is spent if only the answer was
            // lost.
            () -> seal(message),
            datagram -> read(datagram, command),
            proven ? deadline : deadline.atMost(DOUBT));
    proven = true;
    usedAt = System.nanoTime();
    return response;
  }

  private byte[] seal(byte[] message) {
    sequence++;
    if (sequence == 0) {
      sequence = 1; // 0 is for packets outside of sessions (section 6.12.12)
    }
    return RmcpPacket.sealed(PayloadType.IPMI_MESSAGE, bmcId, sequence, message, keys);
  }

  private Response read(byte[] datagram, Command command) throws Malformed {
    RmcpPacket packet = RmcpPacket.decode(datagram, keys);
    if (!window.admits(packet.sequence())) {
      throw new Malformed("packet %d of the session twice".formatted(packet.sequence()));
    }
    if (packet.type() != PayloadType.IPMI_MESSAGE) {
      return null;
    }
    Response response = IpmiMessage.response(packet.payload());
    return response.answers(command, messageSequence) ? response : null;
  }

  /** Tells the BMC, so that it has room for others; does not wait for the answer. */
  void close() {
    line.send(
        seal(
            IpmiMessage.request(
                Command.CLOSE_SESSION, 0, bmcId, bmcId >>> 8, bmcId >>> 16, bmcId >>> 24)));
  }
}
