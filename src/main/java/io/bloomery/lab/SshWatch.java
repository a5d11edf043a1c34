package io.bloomery.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Whether an SSH server greets at an address (RFC 4253, section 4.2). */
final class SshWatch {
  private static final int PORT = 22;
  private static final int LIMIT_MS = 1500;

  private SshWatch() {}

  static boolean greets(String address) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, PORT), LIMIT_MS);
      socket.setSoTimeout(LIMIT_MS);
      byte[] start = socket.getInputStream().readNBytes(4);
      return new String(start, StandardCharsets.US_ASCII).equals("SSH-");
    } catch (IOException notYet) {
      return false;
    }
  }
}
