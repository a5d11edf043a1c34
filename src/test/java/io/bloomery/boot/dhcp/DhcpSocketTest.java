package io.bloomery.boot.dhcp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.network.Ipv4;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DhcpSocketTest {
  /** A lease can be acknowledged just when its interface goes away and the socket is made anew. */
  @Test
  void closedOneDoesNotSpeakThroughWhoeverHasItsNumberNow() throws Exception {
    DhcpSocket socket = new DhcpSocket("lo", 0);
    int port = socket.port();
    socket.close();
    List<DatagramChannel> others = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        others.add(DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0)));
      }
      assertThatThrownBy(() -> socket.send(new byte[300], Ipv4.of("127.0.0.1"), port))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("closed");
      assertThatThrownBy(() -> socket.receive(new byte[1500]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("closed");
    } finally {
      for (DatagramChannel other : others) {
        other.close();
      }
    }
  }
}
