package io.bloomery.simulation;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * The simulated machines' power control: text datagrams {@code on|off|status <id> <nonce>},
 * answered {@code <nonce> on|off} or {@code <nonce> error <text>}; {@code find <mac> <nonce>} is
 * answered {@code <nonce> <id> <name>}. Asking twice does no harm, so a lost datagram is simply
 * said again.
 */
final class Chassis implements AutoCloseable {
  private final Loop loop;
  private final Duration delay;
  private final DatagramChannel channel;
  private final Map<String, SimulatedMachine> byName;
  private final Map<String, SimulatedMachine> byMac;

  Chassis(
      Loop loop,
      InetSocketAddress endpoint,
      Duration delay,
      Map<String, SimulatedMachine> byName,
      Map<String, SimulatedMachine> byMac)
      throws IOException {
    this.loop = loop;
    this.delay = delay;
    this.byName = byName;
    this.byMac = byMac;
    channel = DatagramChannel.open();
    try {
      channel.bind(endpoint);
    } catch (BindException e) {
      channel.close();
      throw new IOException("the chassis cannot listen at " + endpoint + ": " + e.getMessage(), e);
    }
    loop.register(channel, SelectionKey.OP_READ, this::heard);
  }

  private void heard(SelectionKey key) throws IOException {
    ByteBuffer packet = loop.buffer();
    SocketAddress from;
    while ((from = channel.receive(packet.clear())) != null) {
      String[] words =
          StandardCharsets.US_ASCII.decode(packet.flip()).toString().strip().split("\\s+");
      if (words.length == 3) {
        SocketAddress asker = from;
        String answer = words[2] + " " + obey(words[0], words[1]);
        loop.after(delay).thenRun(() -> answer(answer, asker));
      }
    }
  }

  private void answer(String answer, SocketAddress asker) {
    try {
      channel.send(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)), asker);
    } catch (IOException e) {
      // As lost on the wire: it will be asked again.
    }
  }

  private String obey(String verb, String subject) {
    if (verb.equals("find")) {
      SimulatedMachine found = byMac.get(subject.toLowerCase(Locale.ROOT));
      return found == null
          ? "error no machine has " + subject
          : found.facts().name() + " " + found.facts().name();
    }
    SimulatedMachine machine = byName.get(subject);
    if (machine == null) {
      return "error no machine is called " + subject;
    }
    switch (verb) {
      case "status" -> {
        // Answered below.
      }
      case "writes" -> {
        return "" + machine.imageWrites();
      }
      case "on", "off" -> {
        if (machine.struck(Fault.POWER_REFUSED)) {
          return "error the power supply does not answer";
        }
        if (verb.equals("on")) {
          machine.switchOn();
        } else {
          machine.switchOff();
        }
      }
      default -> {
        return "error verb " + verb + " (expected: on, off, status, writes or find)";
      }
    }
    return machine.isOn() ? "on" : "off";
  }

  @Override
  public void close() {
    Loop.closeQuietly(channel);
  }
}
