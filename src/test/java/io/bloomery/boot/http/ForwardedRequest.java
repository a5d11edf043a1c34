package io.bloomery.boot.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A machine that says its request was forwarded for another one. */
final class ForwardedRequest {
  private ForwardedRequest() {}

  /** What the boot port answers to one that comes from this address. */
  static String from(String address, BootConnector connector) throws IOException {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(address, 0));
      socket.connect(new InetSocketAddress("127.0.0.1", connector.port()));
      String request =
          "GET /boot/ipxe?mac=52:54:00:00:00:01 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
              + "X-Forwarded-For: 10.17.17.150\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
