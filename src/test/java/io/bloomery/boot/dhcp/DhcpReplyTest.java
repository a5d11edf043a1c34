package io.bloomery.boot.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.network.Ipv4;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What stands in a reply that has no room for everything. */
class DhcpReplyTest {
  @Test
  void leaseTimeIsNeverLeftOut() throws Exception {
    for (int length = 0; length < 310; length++) {
      DhcpReply reply =
          new DhcpReply(discover(3, 121), MessageType.OFFER)
              .with(DhcpOption.SERVER_ID, Ipv4.of("10.17.17.1"))
              .with(DhcpOption.LEASE_TIME, Duration.ofHours(1))
              .with(DhcpOption.STATIC_ROUTES, new byte[length]);
      byte[] packet = reply.encode();
      DhcpOptions told = DhcpOptions.of(packet, packet.length);
      assertThat(packet.length).as("%d bytes of routes", length).isLessThanOrEqualTo(548);
      assertThat(told.bytes(DhcpOption.LEASE_TIME)).as("%d bytes of routes", length).hasSize(4);
      assertThat(told.has(DhcpOption.SERVER_ID)).isTrue();
    }
  }

  @Test
  void maskStandsBeforeTheRouterThoughTheClientListsItLast() throws Exception {
    byte[] packet =
        new DhcpReply(discover(3, 1), MessageType.OFFER)
            .with(DhcpOption.ROUTER, Ipv4.of("10.17.17.1"))
            .with(DhcpOption.SUBNET_MASK, Ipv4.of("255.255.255.0"))
            .encode();
    // After the cookie and the message's type.
    assertThat(packet[243]).isEqualTo((byte) DhcpOption.SUBNET_MASK.code);
    assertThat(packet[249]).isEqualTo((byte) DhcpOption.ROUTER.code);
  }

  private static PxeRequest discover(int... wanted) throws MalformedPacket {
    ByteBuffer packet = ByteBuffer.allocate(300);
    packet.put((byte) 1).put((byte) 1).put((byte) 6);
    packet.position(28).put(new byte[] {0x52, 0x54, 0, 0, 0, 1});
    packet.position(236).putInt(0x63825363);
    packet.put((byte) DhcpOption.MESSAGE_TYPE.code).put((byte) 1);
    packet.put((byte) MessageType.DISCOVER.ordinal());
    packet.put((byte) DhcpOption.WANTED.code).put((byte) wanted.length);
    for (int one : wanted) {
      packet.put((byte) one);
    }
    packet.put((byte) DhcpOption.END.code);
    return PxeRequest.decode(packet.array(), packet.capacity());
  }
}
