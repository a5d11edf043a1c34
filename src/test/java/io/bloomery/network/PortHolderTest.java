package io.bloomery.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortHolderTest {
  private static final String US = "(process " + ProcessHandle.current().pid() + ")";

  @Test
  void namesWhoHasAUdpPortOfEitherFamily() throws Exception {
    try (DatagramSocket everywhere = new DatagramSocket();
        DatagramSocket four =
            new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))) {
      assertThat(PortHolder.of(everywhere.getLocalPort())).contains(US);
      assertThat(PortHolder.of(four.getLocalPort())).contains(US);
    }
  }

  @Test
  void namesWhoListensAtATcpPort() throws Exception {
    int port;
    try (ServerSocket listener = new ServerSocket(0)) {
      port = listener.getLocalPort();
      assertThat(PortHolder.of(port)).contains(US);
    }
    assertThat(PortHolder.of(port)).isEqualTo("another program");
  }
}
