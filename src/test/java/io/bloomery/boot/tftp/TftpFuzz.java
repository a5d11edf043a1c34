package io.bloomery.boot.tftp;

import io.bloomery.boot.link.UdpAddress;
import io.bloomery.fuzz.FuzzRun;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.springframework.util.FileSystemUtils;

/**
 * Mutated packets for all of TFTP behind its sockets: clients' requests, and what may come to a
 * transfer's port, on a clock that goes as fast as the packets come. What is said to whom is {@link
 * TftpFuzzWatch}'s to judge.
 *
 * <p>A packet of the run is a client's number, a port's, and the datagram.
 */
public final class TftpFuzz {
  private static final Path REQUESTS = Path.of("src/test/resources/tftp/requests.txt");
  private static final int CLIENTS = 200;
  private static final int HEADER = 2;
  private static final long MILLISECOND = 1_000_000;

  /** The port that requests come to; the others are transfers'. */
  private static final int REQUEST_PORT = 0;

  private final Requests requests;
  private final OpenTransfers open = new OpenTransfers();
  private final List<Transfers> ports = new ArrayList<>();
  private final TftpFuzzWatch watch = new TftpFuzzWatch();
  private final TftpRoot root;
  private final List<UdpAddress> clients = new ArrayList<>();
  private long now = 1;
  private long ticked;
  private int count;

  private TftpFuzz(Path directory) throws IOException {
    root = new TftpRoot(directory);
    for (int i = 0; i < 2; i++) {
      ports.add(
          new Transfers(
              watch,
              transfer -> {
                watch.ended(transfer);
                Requests.ended(transfer, open, (address, step, detail) -> {});
              }));
    }
    requests =
        new Requests(
            new Requests.Files(root, TftpFuzz::made),
            open,
            ports,
            new Transfer.Limits(1468, 64),
            (address, step, detail) -> {});
    for (int i = 0; i < CLIENTS; i++) {
      // Some hosts have many ports, which must not take all there is.
      String host = i % 3 == 0 ? "fe80::" + i : "10.0.0." + (i % 2 == 0 ? 1 : i % 250);
      clients.add(UdpAddress.of(InetAddress.getByName(host), 1024 + i));
    }
  }

  private static Optional<byte[]> made(String path, String client) {
    return path.equals("grub/grub.cfg")
        ? Optional.of(client.getBytes(StandardCharsets.US_ASCII))
        : Optional.empty();
  }

  /** Fails if a packet does harm, or if the packets are harmless or all turned away at the door. */
  public static void fuzz(long packets, long seed) throws IOException {
    Path directory = Files.createTempDirectory("tftp-fuzz-");
    Path secret = Files.createTempFile("tftp-fuzz-", ".secret");
    Files.write(secret, new byte[TftpFuzzWatch.OUTSIDE]);
    try {
      for (String name : List.of("snponly.efi", "shimx64.efi", "undionly.kpxe")) {
        Files.write(directory.resolve(name), new byte[70_000]);
      }
      Files.write(directory.resolve("large"), new byte[1 << 20]);
      Files.write(directory.resolve("empty"), new byte[0]);
      Files.createSymbolicLink(directory.resolve("link"), secret);
      TftpFuzz fuzz = new TftpFuzz(directory);
      new FuzzRun("tftp", corpus(), fuzz::next, fuzz::take).run(packets, seed);
      fuzz.end(packets);
    } finally {
      FileSystemUtils.deleteRecursively(directory);
      Files.delete(secret);
    }
  }

  /** A request, mutated; or what a client may say to its transfer. */
  private byte[] next(List<byte[]> corpus, SplittableRandom random) {
    int who = random.nextInt(CLIENTS);
    OpenTransfers.Open known = open.of(clients.get(who));
    if (known == null || random.nextInt(10) == 0) {
      byte[] kept = corpus.get(random.nextInt(corpus.size()));
      byte[] request = Arrays.copyOfRange(kept, HEADER, kept.length);
      return packet(who, REQUEST_PORT, TftpMutation.mutate(request, random));
    }
    byte[] word = word(known.transfer(), random);
    int port = 1 + ports.indexOf(known.port());
    if (random.nextInt(50) == 0) {
      port = random.nextInt(1 + ports.size());
    }
    return packet(who, port, random.nextInt(4) == 0 ? TftpMutation.mutate(word, random) : word);
  }

  /** Most often the acknowledgement that is due. */
  private byte[] word(Transfer transfer, SplittableRandom random) {
    int operation = random.nextInt(200) == 0 ? random.nextInt(8) : Transfer.ACKNOWLEDGEMENT;
    long due = watch.lastSent(transfer);
    int number = (int) (random.nextInt(8) == 0 ? due + random.nextInt(70) - 66 : due);
    return ByteBuffer.allocate(4).putShort((short) operation).putShort((short) number).array();
  }

  private static byte[] packet(int who, int port, byte[] datagram) {
    return ByteBuffer.allocate(HEADER + datagram.length)
        .put((byte) who)
        .put((byte) port)
        .put(datagram)
        .array();
  }

  private long take(byte[] packet) {
    UdpAddress client = clients.get((packet[0] & 255) % CLIENTS);
    byte[] datagram = Arrays.copyOfRange(packet, HEADER, packet.length);
    watch.heard(client, datagram);
    if (packet[1] == REQUEST_PORT) {
      requests.receive(client, null, ByteBuffer.wrap(datagram), watch, now);
    } else if (datagram.length >= 4) {
      ByteBuffer words = ByteBuffer.wrap(datagram);
      Transfers port = ports.get(packet[1] - 1);
      OpenTransfers.Open known = open.of(client);
      if (known != null && known.port() == port) {
        watch.heardBy(known.transfer());
      }
      port.receive(client, null, words.getShort(0) & 0xffff, words.getShort(2) & 0xffff, now);
    }
    long way = watch.way();
    // Now and then all clients are silent for a while.
    pass(++count % 1000 == 0 ? 3000 : 1);
    watch.check(
        open.count() == ports.stream().mapToInt(Transfers::count).sum(), "a transfer is lost");
    watch.check(open.count() <= CLIENTS, "more transfers than clients: " + open.count());
    return way;
  }

  private void pass(long milliseconds) {
    now += milliseconds * MILLISECOND;
    if (now - ticked > 100 * MILLISECOND) {
      ticked = now;
      watch.silence();
      ports.forEach(port -> port.tick(now));
    }
  }

  /** All clients are silent for ever. */
  private void end(long packets) {
    for (int i = 0; i < 100; i++) {
      pass(1000);
    }
    System.out.println("tftp: " + watch);
    watch.check(open.count() == 0, "transfers go on for ever");
    watch.check(root.open() == 0, "files stay in memory");
    watch.checkBusy(packets);
  }

  private static List<byte[]> corpus() throws IOException {
    List<byte[]> corpus = new ArrayList<>();
    for (String line : Files.readAllLines(REQUESTS)) {
      if (!line.isEmpty() && line.charAt(0) != '#') {
        String request = "\0\1" + line.replace(' ', '\0') + "\0";
        corpus.add(packet(0, REQUEST_PORT, request.getBytes(StandardCharsets.ISO_8859_1)));
      }
    }
    return corpus;
  }
}
