package io.bloomery.dns;

import io.bloomery.fuzz.FuzzRun;
import io.bloomery.network.TestNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.springframework.util.FileSystemUtils;

/**
 * Mutated packets for all of DNS behind its sockets: questions of strangers, of clients and of
 * other name servers, and what other servers may answer. Names that are not ours are really
 * forwarded, to an upstream whose answers are mutated too. What is answered is {@link
 * DnsFuzzWatch}'s to judge.
 *
 * <p>A packet of the run is who sends it, which of these, and the datagram.
 */
public final class DnsFuzz implements AutoCloseable {
  private static final Path CORPUS = Path.of("src/test/resources/dns");
  private static final int HEADER = 2;

  /** So few that each asks more often than it may. */
  private static final int NETWORKS = 64;

  private final DnsFuzzServer server;
  private final DnsFuzzWatch watch = new DnsFuzzWatch(NETWORKS);
  private final DnsFuzzAnswers answers;

  private DnsFuzz(TestNetwork network, Path data, long seed) throws IOException {
    List<byte[]> known = corpus("answers.txt");
    server = new DnsFuzzServer(network, data, new DnsFuzzUpstream(known, seed), watch::failed);
    answers = new DnsFuzzAnswers(known, watch);
  }

  /** Fails if a packet does harm, or if the packets are harmless or all turned away at the door. */
  public static void fuzz(long packets, long seed) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("dns-fuzz-");
    try (TestNetwork network = new TestNetwork(Map.of());
        DnsFuzz fuzz = new DnsFuzz(network, data, seed)) {
      new FuzzRun("dns", fuzz.corpus(), DnsFuzz::next, fuzz::take).run(packets, seed);
      fuzz.watch.end(packets);
    } finally {
      FileSystemUtils.deleteRecursively(data);
    }
  }

  private static byte[] next(List<byte[]> corpus, SplittableRandom random) {
    byte[] kept = corpus.get(random.nextInt(corpus.size()));
    byte[] datagram = Arrays.copyOfRange(kept, HEADER, kept.length);
    DnsSender sender = DnsSender.of(kept);
    int which = kept[1];
    if (sender != DnsSender.SERVER) {
      // Who asks can be anybody; an answer belongs to its question.
      sender = DnsSender.QUESTIONERS.get(random.nextInt(DnsSender.QUESTIONERS.size()));
      which = random.nextInt(NETWORKS);
    }
    return packet(sender, which, DnsMutation.mutate(datagram, corpus, HEADER, random));
  }

  private static byte[] packet(DnsSender sender, int which, byte[] datagram) {
    return ByteBuffer.allocate(HEADER + datagram.length)
        .put((byte) sender.ordinal())
        .put((byte) which)
        .put(datagram)
        .array();
  }

  private long take(byte[] packet) throws IOException {
    DnsSender sender = DnsSender.of(packet);
    int which = packet[1] & 255;
    byte[] datagram = Arrays.copyOfRange(packet, HEADER, packet.length);
    if (sender == DnsSender.SERVER) {
      long way = answers.take(which, datagram);
      watch.check();
      return way;
    }
    if (sender.signs()) {
      datagram = server.signed(datagram);
    }
    InetAddress client = InetAddress.getByAddress(sender.address(which));
    DnsFuzzWatch.Asked asked = watch.asked(sender, which, datagram);
    // As a listener does: the buffer is longer than what is in it, and is used again.
    byte[] buffer = Arrays.copyOf(datagram, datagram.length + 100);
    server.handle(buffer, datagram.length, client, sender.tcp(), asked::answered);
    Arrays.fill(buffer, (byte) 0xa5);
    watch.taken(asked);
    return asked.way();
  }

  private List<byte[]> corpus() throws IOException {
    List<byte[]> corpus = new ArrayList<>();
    corpus("questions.txt").forEach(it -> corpus.add(packet(DnsSender.CLIENT, 0, it)));
    List<byte[]> known = corpus("answers.txt");
    for (int i = 0; i < known.size(); i++) {
      corpus.add(packet(DnsSender.SERVER, i, known.get(i)));
    }
    return corpus;
  }

  private static List<byte[]> corpus(String file) throws IOException {
    List<byte[]> messages = new ArrayList<>();
    StringBuilder hex = new StringBuilder();
    for (String line : (Files.readString(CORPUS.resolve(file)) + "\n").split("\n", -1)) {
      if (line.isEmpty() && !hex.isEmpty()) {
        messages.add(HexFormat.of().parseHex(hex));
        hex.setLength(0);
      } else if (!line.startsWith("#")) {
        hex.append(line);
      }
    }
    return messages;
  }

  @Override
  public void close() {
    server.close();
  }
}
