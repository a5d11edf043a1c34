package io.bloomery.power.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the wire may bring, without a wire. */
class PacketsTest {
  private static final SessionKeys KEYS =
      new SessionKeys(CipherSuite.SUITE_17, "a session integrity key".getBytes());

  /** Get Channel Authentication Capabilities as ipmitool 1.8.19 sends it. */
  @Test
  void asksAsOthersDo() {
    byte[] message =
        IpmiMessage.request(Command.GET_CHANNEL_AUTHENTICATION_CAPABILITIES, 0, 0x8e, 0x04);
    assertThat(HexFormat.of().formatHex(RmcpPacket.version15(message)))
        .isEqualTo("0600ff07" + "00" + "00000000" + "00000000" + "09" + "2018c88100388e04b5");
  }

  @Test
  void opensWhatItSealed() throws Malformed {
    for (int length = 0; length < 40; length++) {
      byte[] payload = new byte[length];
      new Random(length).nextBytes(payload);
      byte[] packet = RmcpPacket.sealed(PayloadType.IPMI_MESSAGE, 0x12345678, 9, payload, KEYS);
      RmcpPacket opened = RmcpPacket.decode(packet, KEYS);
      assertThat(opened.payload()).isEqualTo(payload);
      assertThat(opened.sessionId()).isEqualTo(0x12345678);
      assertThat(opened.sequence()).isEqualTo(9);
    }
  }

  /** Anything is read or refused as malformed; nothing else is thrown. */
  @Test
  void readsAnything() {
    Random random = new Random(623);
    byte[] whole = RmcpPacket.sealed(PayloadType.IPMI_MESSAGE, 1, 1, new byte[20], KEYS);
    for (int i = 0; i < 200_000; i++) {
      byte[] datagram = Arrays.copyOf(whole, random.nextInt(whole.length + 8));
      for (int change = random.nextInt(4); change > 0 && datagram.length > 4; change--) {
        datagram[4 + random.nextInt(datagram.length - 4)] = (byte) random.nextInt();
      }
      read(datagram, null);
      read(datagram, KEYS);
    }
  }

  private static void read(byte[] datagram, SessionKeys keys) {
    try {
      RmcpPacket packet = RmcpPacket.decode(datagram, keys);
      IpmiMessage.response(packet.payload());
    } catch (Malformed expected) {
      // As most of them are.
    }
    for (CipherSuite suite : CipherSuite.ALL) {
      try {
        SessionSetup.Answer answer = SessionSetup.rakp2Answer(datagram, suite);
        if (answer.status() == RmcpStatus.NO_ERRORS) {
          SessionSetup.rakp2(answer, suite);
        }
      } catch (Malformed expected) {
        // Too short.
      }
    }
  }

  @Test
  void aPayloadOutsideOfTheSessionIsRefusedWithin() {
    byte[] open = RmcpPacket.open(PayloadType.IPMI_MESSAGE, new byte[20]);
    assertThatThrownBy(() -> RmcpPacket.decode(open, KEYS)).isInstanceOf(Malformed.class);
  }

  @Test
  void countsEachPacketOnce() {
    ReplayWindow window = new ReplayWindow();
    assertThat(window.admits(5)).isTrue();
    assertThat(window.admits(5)).isFalse();
    assertThat(window.admits(7)).isTrue();
    assertThat(window.admits(6)).isTrue();
    assertThat(window.admits(6)).isFalse();
    assertThat(window.admits(5)).isFalse();
    assertThat(window.admits(100)).isTrue();
    assertThat(window.admits(7)).isFalse();
    assertThat(window.admits(68)).isFalse();
    assertThat(window.admits(69)).isTrue();
    assertThat(window.admits(0xffff_ffff)).isFalse();
  }

  @Test
  void sequenceNumbersWrapAround() {
    ReplayWindow window = new ReplayWindow();
    assertThat(window.admits(0xffff_fffe)).isTrue();
    assertThat(window.admits(1)).isTrue();
    assertThat(window.admits(0xffff_ffff)).isTrue();
    assertThat(window.admits(0xffff_fffe)).isFalse();
  }

  /** Records of a BMC with OEM suites among them (table 22-18). */
  @Test
  void readsTheListOfSuites() {
    byte[] records =
        HexFormat.of().parseHex("c003014181" + "c180570100014181" + "c011034481" + "c0");
    assertThat(Channel.ids(records)).isEqualTo(List.of(3, 17));
    assertThat(Channel.ids(new byte[0])).isEmpty();
  }
}
