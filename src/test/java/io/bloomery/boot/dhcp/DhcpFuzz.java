package io.bloomery.boot.dhcp;

import io.bloomery.boot.BootNetwork;
import io.bloomery.boot.journal.BootJournal;
import io.bloomery.boot.journal.BootStep;
import io.bloomery.fuzz.FuzzRun;
import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import io.bloomery.network.Lease;
import io.bloomery.network.Leases;
import io.bloomery.network.NetworkSettings;
import io.bloomery.network.Resolvers;
import io.bloomery.network.option.CustomOptions;
import io.bloomery.network.plan.Networks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The requests of all goldens, mutated, through everything between the two sockets: a server with
 * its leases in a database, and a proxy at both of its ports. Who must be answered where is worked
 * out here from the packet's bytes.
 */
public final class DhcpFuzz {
  private final Leases leases;
  private final BootJournal journal;
  private final DhcpEngine server;
  private final ProxyEngine proxy;
  private final Arrival at;
  private long answers;
  private long understood;

  private DhcpFuzz(ConfigurableApplicationContext context) {
    NetworkSettings settings = context.getBean(NetworkSettings.class);
    BootFiles files = context.getBean(BootFiles.class);
    leases = context.getBean(Leases.class);
    journal = context.getBean(BootJournal.class);
    SubnetOptions options =
        new SubnetOptions(
            context.getBean(Resolvers.class), context.getBean(CustomOptions.class), null);
    server = new DhcpEngine(settings, context.getBean(Networks.class), leases, files, options);
    proxy = new ProxyEngine(settings, files);
    at = new Arrival(settings.device(), List.of(settings.address()));
  }

  /** Fails if a packet does harm, or if hardly any is understood or answered. */
  public static void fuzz(long packets, long seed) throws IOException {
    try (ConfigurableApplicationContext context =
        // Words about each declined address would be most of the work.
        BootNetwork.start("logging.level.io.bloomery=error")) {
      DhcpFuzz fuzz = new DhcpFuzz(context);
      int ways = new FuzzRun("dhcp", corpus(), DhcpMutation::mutate, fuzz::take).run(packets, seed);
      System.out.printf(
          "dhcp: %d understood, %d answers, %d ways%n", fuzz.understood, fuzz.answers, ways);
      expect(fuzz.understood > packets / 3, "understood: " + fuzz.understood);
      expect(fuzz.answers > packets / 10, "answers: " + fuzz.answers);
    }
  }

  private long take(byte[] packet) {
    PxeRequest request;
    try {
      request = PxeRequest.decode(packet, packet.length);
    } catch (MalformedPacket refused) {
      expect(refused.getMessage().contains("expected"), refused.getMessage());
      return refused.getMessage().substring(0, 5).hashCode();
    }
    understood++;
    journal.note(request.mac(), BootStep.ASKED_FOR_ADDRESS, request.client());
    long way = words(request);
    Optional<Answer> answer = server.answer(request, at);
    way = way * 31 + answer.map(it -> serve(packet, request, it)).orElse(7L);
    Optional<Answer> offer = proxy.answer(request, at);
    way = way * 31 + offer.map(it -> check(packet, it)).orElse(7L);
    Optional<DhcpReply> file = proxy.answerAtPort4011(request);
    // To whoever asked: it is the socket's address that counts there.
    return way * 31 + file.map(it -> check(packet, it.encode())).orElse(7L);
  }

  private long serve(byte[] packet, PxeRequest request, Answer answer) {
    Lease lease = answer.lease();
    if (lease != null) {
      expect(lease.mac().equals(mac(packet)), "lent to " + lease);
      leases.lend(lease, () -> {});
      Optional<Lease> holder = leases.byAddress(lease.address().toString());
      expect(holder.filter(it -> it.mac().equals(lease.mac())).isPresent(), "holder " + holder);
      expect(answer.reply().yours().equals(lease.address()), "another address than lent");
    }
    journal.note(request.mac(), BootStep.OFFERED, answer.reply().bootFile());
    return check(packet, answer);
  }

  /** RFC 2131 section 4.1, from the bytes. */
  private long check(byte[] packet, Answer answer) {
    ByteBuffer in = ByteBuffer.wrap(packet);
    byte[] reply = answer.reply().encode();
    int yours = ByteBuffer.wrap(reply).getInt(16);
    boolean nak = reply[242] == MessageType.NAK.ordinal();
    boolean broadcastBit = (in.get(10) & 0x80) != 0;
    int to;
    if (in.getInt(24) != 0) {
      to = in.getInt(24);
      expect(answer.way() == Answer.Way.RELAY, "not to the relay: " + answer.way());
    } else if (nak) {
      to = -1;
    } else if (in.getInt(12) != 0) {
      to = in.getInt(12);
    } else {
      to = broadcastBit || yours == 0 ? -1 : yours;
    }
    expect(answer.to().bits() == to, "to " + answer.to() + ", not " + new Ipv4(to));
    return check(packet, reply) * 31 + answer.way().ordinal();
  }

  /** Whose answer it is, and what it is made of. */
  private long check(byte[] packet, byte[] reply) {
    answers++;
    expect(reply.length >= 300 && reply.length <= 1500, "length " + reply.length);
    expect(reply[0] == 2, "op " + reply[0]);
    expect(Arrays.equals(reply, 4, 8, packet, 4, 8), "another transaction");
    expect(Arrays.equals(reply, 24, 28, packet, 24, 28), "another relay");
    expect(Arrays.equals(reply, 28, 34, packet, 28, 34), "another machine");
    long made = 17;
    int at = 240;
    while ((reply[at] & 255) != 255) {
      made = made * 31 + reply[at];
      at += 2 + (reply[at + 1] & 255);
    }
    return made * 31 + reply[242];
  }

  /** What of the question the code can tell apart. */
  private static long words(PxeRequest request) {
    long way = request.type().ordinal();
    way = way * 64 + Math.floorMod(request.architecture(), 64);
    way = way * 2 + (request.ipxe() ? 1 : 0);
    way = way * 2 + (request.relay().isNone() ? 1 : 0);
    way = way * 2 + (request.clientAddress().isNone() ? 1 : 0);
    way = way * 2 + (request.server().isNone() ? 1 : 0);
    way = way * 2 + (request.linkSelection().isNone() ? 1 : 0);
    way = way * 2 + (request.serverOverride().isNone() ? 1 : 0);
    way = way * 8 + Math.min(7, request.relayInformation().bytes().length / 64);
    return way * 8 + Math.min(7, request.wanted().size() / 8);
  }

  private static MacAddress mac(byte[] packet) {
    return MacAddress.of(packet, 28);
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private static List<byte[]> corpus() throws IOException {
    List<byte[]> corpus = new ArrayList<>();
    for (Path file : DhcpGoldenTest.cases().toList()) {
      List<String> request = null;
      for (String line : Files.readAllLines(file)) {
        if (line.equals("request")) {
          request = new ArrayList<>();
        } else if (request != null && line.startsWith("  ")) {
          request.add(line);
        } else if (request != null) {
          corpus.add(DhcpText.packet(request));
          request = null;
        }
      }
    }
    return corpus;
  }
}
