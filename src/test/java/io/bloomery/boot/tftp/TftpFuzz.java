package io.bloomery.boot.tftp;

import io.bloomery.boot.link.UdpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Throws mutated packets at all of TFTP behind its sockets, as real clients' requests and as what
 * may come to a transfer's port, and checks what is said to whom.
 */
final class TftpFuzz {
  /** What firmware and programs ask, as they were seen to. */
  private static final List<String> REQUESTS =
      List.of(
          "snponly.efi\0octet\0tsize\0000\0blksize\0001468\0windowsize\0004\0",
          "snponly.efi\0octet\0blksize\0001468\0windowsize\0004\0",
          "shimx64.efi\0octet\0blksize\000512\0windowsize\0004\0",
          "/grub/grub.cfg\0octet\0blksize\0001024\0tsize\0000\0",
          "undionly.kpxe\0octet\0blksize\0001432\0tsize\0000\0",
          "undionly.kpxe\0octet\0",
          "large\0octet\0blksize\00065464\0timeout\0006\0windowsize\00065535\0",
          "large\0OCTET\0blksize\0008\0windowsize\00064\0timeout\0005\0tsize\0000\0",
          "grub/../large\0netascii\0",
          "..\\..\\..\\etc\\passwd\0octet\0",
          "empty\0octet\0tsize\0000\0");

  private static final int CLIENTS = 200;
  private static final long MILLISECOND = 1_000_000;

  private final Random random;
  private final Requests requests;
  private final OpenTransfers open = new OpenTransfers();
  private final List<Transfers> ports = new ArrayList<>();
  private final TftpFuzzWatch watch = new TftpFuzzWatch();
  private final TftpRoot root;
  private final List<UdpAddress> clients = new ArrayList<>();
  private long now = 1;
  private long ticked;

  private TftpFuzz(Path directory, long seed) throws IOException {
    random = new Random(seed);
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

  /**
   * @param packets how many
   * @param seed the same packets come of the same
   * @return what happened, for people
   * @throws IllegalStateException if a packet did harm; the message names it
   */
  static String fuzz(long packets, long seed) throws IOException {
    Path directory = Files.createTempDirectory("tftp-fuzz-");
    try {
      for (String name : List.of("snponly.efi", "shimx64.efi", "undionly.kpxe")) {
        Files.write(directory.resolve(name), new byte[70_000]);
      }
      Files.write(directory.resolve("large"), new byte[1 << 20]);
      Files.write(directory.resolve("empty"), new byte[0]);
      TftpFuzz fuzz = new TftpFuzz(directory, seed);
      for (long i = 0; i < packets; i++) {
        fuzz.step(i);
      }
      return fuzz.end(packets);
    } finally {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  private void step(long count) {
    UdpAddress client = clients.get(random.nextInt(clients.size()));
    OpenTransfers.Open known = open.of(client);
    byte[] packet =
        known == null || random.nextInt(10) == 0
            ? mutate(request())
            : random.nextInt(4) == 0 ? mutate(word(known.transfer())) : word(known.transfer());
    watch.heard(client, packet);
    try {
      if (known != null && random.nextInt(50) > 0 && packet.length >= 4) {
        ByteBuffer words = ByteBuffer.wrap(packet);
        int number = words.getShort(2) & 0xffff;
        Transfers port = random.nextInt(50) > 0 ? known.port() : ports.get(random.nextInt(2));
        port.receive(client, null, words.getShort(0) & 0xffff, number, now);
      } else {
        requests.receive(client, null, ByteBuffer.wrap(packet), watch, now);
      }
      pass(random.nextInt(1000) == 0 ? 3000 : 1);
      watch.check(
          open.count() == ports.stream().mapToInt(Transfers::count).sum(), "a transfer is lost");
    } catch (RuntimeException harm) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "packet %d of %s: %s", count, client, Arrays.toString(packet)),
          harm);
    }
  }

  private void pass(long milliseconds) {
    now += milliseconds * MILLISECOND;
    if (now - ticked > 100 * MILLISECOND) {
      ticked = now;
      watch.silence();
      ports.forEach(port -> port.tick(now));
    }
  }

  private byte[] request() {
    String text = REQUESTS.get(random.nextInt(REQUESTS.size()));
    int operation = random.nextInt(50) == 0 ? random.nextInt(8) : ReadRequest.READ;
    return ("\0" + (char) operation + text).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** What a client may say to its transfer: most often the acknowledgement that is due. */
  private byte[] word(Transfer transfer) {
    int operation = random.nextInt(200) == 0 ? random.nextInt(8) : Transfer.ACKNOWLEDGEMENT;
    long due = watch.lastSent(transfer);
    int number = (int) (random.nextInt(8) == 0 ? due + random.nextInt(70) - 66 : due);
    return ByteBuffer.allocate(4).putShort((short) operation).putShort((short) number).array();
  }

  private byte[] mutate(byte[] original) {
    byte[] packet = original.clone();
    for (int i = random.nextInt(4); i > 0 && packet.length > 0; i--) {
      int at = random.nextInt(packet.length);
      switch (random.nextInt(6)) {
        case 0 -> packet[at] = (byte) random.nextInt();
        case 1 -> packet[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> packet = Arrays.copyOf(packet, at);
        case 3 -> packet = Arrays.copyOf(packet, Math.min(600, at + random.nextInt(200)));
        case 4 -> packet[at] = 0;
        default -> {
          int length = Math.min(random.nextInt(32), packet.length - at);
          System.arraycopy(packet, at, packet, random.nextInt(packet.length - length + 1), length);
        }
      }
    }
    return packet;
  }

  private String end(long packets) {
    for (int i = 0; i < 100; i++) {
      pass(1000);
    }
    watch.check(open.count() == 0, "transfers go on for ever");
    watch.check(root.open() == 0, "files stay in memory");
    return String.format(Locale.ROOT, "tftp: %d packets, %s", packets, watch);
  }
}
