package io.bloomery.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Asks the simulated machines' chassis. */
final class ChassisQuestion {
  private ChassisQuestion() {}

  static String ask(Ports ports, String verb, String machine) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(5000);
      byte[] question = (verb + " " + machine + " q").getBytes(StandardCharsets.US_ASCII);
      socket.send(
          new DatagramPacket(
              question, question.length, new InetSocketAddress("127.0.0.1", ports.chassis())));
      DatagramPacket answer = new DatagramPacket(new byte[200], 200);
      socket.receive(answer);
      return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII)
          .replaceFirst("^q ", "");
    }
  }
}
