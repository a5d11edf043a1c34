package io.bloomery.power.ipmi;

import io.bloomery.power.FinalFailure;
import io.bloomery.power.ipmi.IpmiMessage.Response;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a BMC tells everybody before a session, unsigned: hints how to open one, no more. */
final class Channel {
  /** "The channel this comes by" (section 6.3). */
  private static final int PRESENT_CHANNEL = 0x0e;

  /** Asks for what is new in 2.0, and in the answer says that it is there (section 22.13). */
  private static final int EXTENDED = 0x80;

  /** In the extended capabilities: IPMI 2.0 connections are supported. */
  private static final int SUPPORTS_20 = 0x02;

  /** Of Get Channel Cipher Suites (section 22.15): algorithms by suite, and parts of a list. */
  private static final int BY_SUITE = 0x80;

  private static final int PART_LENGTH = 16;
  private static final int MOST_PARTS = 64;

  /** Beginnings of a suite's record, standard and OEM (table 22-18). */
  private static final int STANDARD_SUITE = 0xc0;

  private static final int OEM_SUITE = 0xc1;
  private static final int OEM_LENGTH = 3;

  /** Not every BMC answers Get Channel Cipher Suites, and trying the suites is cheap. */
  private static final Duration BRIEFLY = Duration.ofMillis(1_000);

  private final Line line;
  private final Account account;
  private final Deadline deadline;

  Channel(Line line, Account account, Deadline deadline) {
    this.line = line;
    this.account = account;
    this.deadline = deadline;
  }

  void mustSpeakIpmi20() throws Silence {
    Response response =
        ask(
            Command.GET_CHANNEL_AUTHENTICATION_CAPABILITIES,
            deadline,
            PRESENT_CHANNEL | EXTENDED,
            account.privilege().number());
    byte[] data = response.data(); // channel, types, status, extended capabilities
    // A refusal, or an answer too short, is left to the next steps to explain.
    if (response.completionCode() == CompletionCode.OK
        && data.length > 3
        && ((data[1] & EXTENDED) == 0 || (data[3] & SUPPORTS_20) == 0)) {
      throw new FinalFailure(
          "the BMC at %s speaks IPMI 1.5 alone (expected: 2.0, which newer firmware may bring)"
              .formatted(account.endpoint()));
    }
  }

  /** Numbers of the suites the BMC says it has; empty if it does not say. */
  List<Integer> cipherSuites() {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    try {
      for (int part = 0; part < MOST_PARTS; part++) {
        Response response =
            ask(
                Command.GET_CHANNEL_CIPHER_SUITES,
                deadline.atMost(BRIEFLY),
                PRESENT_CHANNEL,
                PayloadType.IPMI_MESSAGE.number(),
                BY_SUITE | part);
        int length = Math.min(response.data().length - 1, PART_LENGTH);
        if (response.completionCode() != CompletionCode.OK || length < 1) {
          break;
        }
        records.write(response.data(), 1, length); // after the channel
        if (length < PART_LENGTH) {
          break;
        }
      }
    } catch (Silence silence) {
      return List.of();
    }
    return ids(records.toByteArray());
  }

  /** Of a suite's record only its number: what a number means stands in table 22-20. */
  static List<Integer> ids(byte[] records) {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i + 1 < records.length; i++) {
      int start = records[i] & 0xff;
      if (start == STANDARD_SUITE) {
        i++;
        ids.add(records[i] & 0xff);
      } else if (start == OEM_SUITE) {
        i += 1 + OEM_LENGTH;
      }
    }
    return ids;
  }

  private Response ask(Command command, Deadline end, int... data) throws Silence {
    int sequence = SessionKeys.random(1)[0] & IpmiMessage.SEQUENCES - 1;
    byte[] packet = RmcpPacket.version15(IpmiMessage.request(command, sequence, data));
    return line.ask(
        command,
        () -> packet,
        datagram -> {
          RmcpPacket answer = RmcpPacket.decode(datagram, null);
          if (answer.type() != PayloadType.IPMI_MESSAGE) {
            return null;
          }
          Response response = IpmiMessage.response(answer.payload());
          return response.answers(command, sequence) ? response : null;
        },
        end);
  }
}
