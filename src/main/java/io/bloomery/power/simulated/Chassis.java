package io.bloomery.power.simulated;

import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Asks a chassis of simulated machines, one datagram of text for each question and answer:
 *
 * <pre>
 * on|off|status &lt;id&gt; &lt;nonce&gt;  →  &lt;nonce&gt; on|off
 * find &lt;mac&gt; &lt;nonce&gt;          →  &lt;nonce&gt; &lt;id&gt; &lt;name&gt;
 * anything                    →  &lt;nonce&gt; error &lt;text&gt;     (passing if the text starts with "busy")
 * </pre>
 *
 * A lost datagram is asked again with the same nonce; every question may be asked twice.
 */
final class Chassis {
  private static final int LONGEST_ANSWER = 512;

  private final Duration answer;
  private final int tries;

  Chassis(Duration answer, int tries) {
    this.answer = answer;
    this.tries = tries;
  }

  /** The answer without its nonce. */
  String ask(String endpoint, String verb, String subject) {
    String nonce = Long.toHexString(ThreadLocalRandom.current().nextLong());
    byte[] question = (verb + " " + subject + " " + nonce).getBytes(StandardCharsets.UTF_8);
    int colon = endpoint.lastIndexOf(':');
    int port = Integer.parseInt(endpoint.substring(colon + 1));
    try (DatagramSocket socket = new DatagramSocket()) {
      // Connected, so that an absent chassis is reported at once and nobody else can answer.
      socket.connect(new InetSocketAddress(endpoint.substring(0, colon), port));
      DatagramPacket reply = new DatagramPacket(new byte[LONGEST_ANSWER], LONGEST_ANSWER);
      for (int attempt = 0; attempt < tries; attempt++) {
        socket.send(new DatagramPacket(question, question.length));
        String text = await(socket, reply, nonce);
        if (text != null) {
          return meant(text, endpoint);
        }
      }
      throw new PassingFailure(
          "the chassis at %s did not answer %d times in %d ms"
              .formatted(endpoint, tries, answer.toMillis()));
    } catch (PortUnreachableException absent) {
      throw new PassingFailure("no chassis listens at " + endpoint, absent);
    } catch (IOException failed) {
      throw new PassingFailure(
          "the chassis at %s: %s".formatted(endpoint, failed.getMessage()), failed);
    }
  }

  /**
   * The text after our nonce, or null if none came in time; late answers to other questions are
   * skipped.
   */
  private String await(DatagramSocket socket, DatagramPacket reply, String nonce)
      throws IOException {
    long end = System.nanoTime() + answer.toNanos();
    long left = answer.toMillis();
    while (left > 0) {
      socket.setSoTimeout((int) left);
      reply.setLength(LONGEST_ANSWER);
      try {
        socket.receive(reply);
      } catch (SocketTimeoutException silence) {
        return null;
      }
      String text = new String(reply.getData(), 0, reply.getLength(), StandardCharsets.UTF_8);
      if (text.startsWith(nonce + " ")) {
        return text.substring(nonce.length() + 1).strip();
      }
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return null;
  }

  private static String meant(String text, String endpoint) {
    if (!text.startsWith("error ")) {
      return text;
    }
    String reason = text.substring("error ".length());
    String sentence = "the chassis at %s says: %s".formatted(endpoint, reason);
    if (reason.startsWith("busy")) {
      throw new PassingFailure(sentence);
    }
    throw new FinalFailure(sentence);
  }
}
