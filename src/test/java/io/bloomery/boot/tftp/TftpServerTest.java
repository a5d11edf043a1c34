package io.bloomery.boot.tftp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.boot.BootLoader;
import io.bloomery.boot.BootSettings;
import io.bloomery.network.TestNetwork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class TftpServerTest {
  @TempDir Path root;
  private TftpServer server;
  private DatagramSocket socket;
  private int transferPort;
  private final Queue<String> steps = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void start() throws IOException {
    server =
        new TftpServer(
            TestNetwork.settings(
                Map.of("interface", "lo", "address", "127.0.0.1", "tftp-port", "0")),
            new BootSettings(
                "127.0.0.1",
                0,
                1,
                DataSize.ofKilobytes(4),
                Duration.ofMinutes(2),
                root,
                BootLoader.IPXE),
            (path, client) ->
                path.equals("made/for") ? Optional.of(client.getBytes(US_ASCII)) : Optional.empty(),
            (address, step, detail) -> steps.add(address + " " + step + " " + detail));
    server.start();
    openSocket();
  }

  @AfterEach
  void stop() {
    server.stop();
    socket.close();
  }

  /**
   * As every client does for every file (RFC 1350 section 4): a request from the same port is a
   * repetition until the transfer before it has ended on the server too.
   */
  private void openSocket() throws IOException {
    if (socket != null) {
      socket.close();
    }
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(15_000);
  }

  @Test
  void plainTransferOfEveryEnd() throws IOException {
    for (int size : new int[] {0, 1, 511, 512, 513, 1024, 5000}) {
      byte[] content = file("f" + size, size);
      openSocket();
      read("f" + size, "octet");
      assertThat(download(512, 1)).as(size + " bytes").isEqualTo(content);
    }
  }

  @Test
  void filesThatAreMadeForTheClient() throws IOException {
    read("/made/for", "octet", "tsize", "0");
    assertThat(optionsAcknowledged()).containsExactly("tsize", "9");
    acknowledge(0);
    assertThat(download(512, 1)).asString(US_ASCII).isEqualTo("127.0.0.1");
    openSocket();
    read("made/for/nobody", "octet");
    assertThat(receive().getShort(0)).isEqualTo((short) 5);
    assertThat(steps)
        .contains(
            "127.0.0.1 ASKED_FOR_FILE /made/for",
            "127.0.0.1 HAS_FILE /made/for",
            "127.0.0.1 NO_FILE file: made/for/nobody is not served");
  }

  @Test
  void optionsInAnyCase() throws IOException {
    byte[] content = file("f", 10_000);
    read("f", "OCTET", "BlkSize", "1400", "TSize", "0", "timeout", "3", "nonsense", "1");
    assertThat(optionsAcknowledged())
        .containsExactly("blksize", "1400", "timeout", "3", "tsize", "10000");
    acknowledge(0);
    assertThat(download(1400, 1)).isEqualTo(content);
  }

  @Test
  void optionsThatCannotBeHonouredAreLeftOut() throws IOException {
    file("f", 100);
    read("f", "octet", "blksize", "7", "timeout", "6", "windowsize", "0", "tsize", "0");
    assertThat(optionsAcknowledged()).containsExactly("tsize", "100");
  }

  @Test
  void windowGoesOnFromWhatWasHeard() throws IOException {
    byte[] content = file("f", 512 * 7 + 3);
    read("f", "octet", "windowsize", "4");
    assertThat(optionsAcknowledged()).containsExactly("windowsize", "4");
    acknowledge(0);
    for (int block = 1; block <= 4; block++) {
      assertThat(number(receive())).isEqualTo(block);
    }
    // Blocks 3 and 4 were lost: RFC 7440 section 4 lets the receiver say so by acknowledging 2.
    acknowledge(2);
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    for (int block = 3; block <= 6; block++) {
      ByteBuffer data = receive();
      assertThat(number(data)).isEqualTo(block);
      rest.write(data.array(), 4, data.limit() - 4);
    }
    assertThat(rest.toByteArray()).isEqualTo(Arrays.copyOfRange(content, 1024, 1024 + 4 * 512));
  }

  @Test
  void blockNumbersGoRound() throws IOException {
    byte[] content = file("f", 8 * 66_000 + 5);
    read("f", "octet", "blksize", "8", "windowsize", "64", "timeout", "5");
    optionsAcknowledged();
    acknowledge(0);
    assertThat(download(8, 64)).isEqualTo(content);
  }

  @Test
  void sameRequestAgainIsOneTransfer() throws IOException {
    file("f", 2000);
    read("f", "octet");
    read("f", "octet");
    assertThat(number(receive())).isEqualTo(1);
    int port = transferPort;
    acknowledge(1);
    assertThat(number(receive())).isEqualTo(2);
    assertThat(transferPort).isEqualTo(port);
  }

  @Test
  void anOldAcknowledgementSendsNothing() throws IOException {
    file("f", 5000);
    read("f", "octet");
    receive();
    acknowledge(1);
    assertThat(number(receive())).isEqualTo(2);
    acknowledge(1);
    socket.setSoTimeout(300);
    org.junit.jupiter.api.Assertions.assertThrows(SocketTimeoutException.class, this::receive);
  }

  @Test
  void sendsAgainWhatWasLost() throws IOException {
    file("f", 100);
    read("f", "octet");
    assertThat(number(receive())).isEqualTo(1);
    assertThat(number(receive())).isEqualTo(1);
  }

  @Test
  void slashesOfAllKindsLeadToTheFile() throws IOException {
    byte[] content = file("f", 10);
    Files.createDirectory(root.resolve("grub"));
    Files.write(root.resolve("grub/g"), content);
    for (String name : List.of("/f", "//f", "\\f", "./f", "grub\\..\\f", "grub/g", "\\grub\\g")) {
      openSocket();
      read(name, "octet");
      assertThat(download(512, 1)).as(name).isEqualTo(content);
    }
  }

  @Test
  void nothingOutsideTheRoot() throws IOException {
    Files.createSymbolicLink(root.resolve("link"), Path.of("/etc/passwd"));
    for (String name :
        List.of(
            "../../../../etc/passwd",
            "/../etc/passwd",
            "..\\..\\etc\\passwd",
            "link",
            "",
            "/",
            ".",
            "nothing",
            "a\u0001b")) {
      read(name, "octet");
      ByteBuffer error = receive();
      assertThat(error.getShort(0)).as(name).isEqualTo((short) 5);
      assertThat(error.getShort(2)).as(name).isEqualTo((short) 1);
    }
  }

  @Test
  void readOnly() throws IOException {
    send(
        ByteBuffer.allocate(20)
            .putShort((short) 2)
            .put("f\0octet\0".getBytes(StandardCharsets.US_ASCII)),
        server.port());
    ByteBuffer error = receive();
    assertThat(error.getShort(0)).isEqualTo((short) 5);
    assertThat(error.getShort(2)).isEqualTo((short) 2);
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void oneAddressCannotTakeAllTransfersAndSilenceEndsThem() throws Exception {
    byte[] content = file("f", 3000);
    byte[] request = request("f", "octet", "timeout", "5").array();
    List<DatagramSocket> greedy = new ArrayList<>();
    try {
      int answered = 0;
      for (int i = 0; i < 40; i++) {
        DatagramSocket other = new DatagramSocket(0, InetAddress.getByName("127.0.0.2"));
        greedy.add(other);
        other.setSoTimeout(1000);
        answered += asks(other, request) ? 1 : 0;
      }
      assertThat(answered).isEqualTo(32);
      read("f", "octet");
      assertThat(download(512, 1)).isEqualTo(content);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
      while (!asks(greedy.get(39), request)) {
        assertThat(System.nanoTime()).isLessThan(end);
      }
    } finally {
      greedy.forEach(DatagramSocket::close);
    }
  }

  @Test
  void forgedRequestsCannotTakeAllTransfers() throws Exception {
    file("f", 10_000);
    byte[] request = request("f", "octet", "timeout", "5").array();
    List<DatagramSocket> forged = new ArrayList<>();
    try {
      int answered = 0;
      for (int i = 0; i < 4096; i++) {
        DatagramSocket one =
            new DatagramSocket(0, InetAddress.getByName("127.0.1." + (1 + i / 32)));
        forged.add(one);
        one.setSoTimeout(1_000);
        answered += asks(one, request) ? 1 : 0;
      }
      assertThat(answered).isEqualTo(4096);
      socket.setSoTimeout(5_000);
      read("f", "octet", "blksize", "1024");
      assertThat(optionsAcknowledged()).containsExactly("blksize", "1024");
      acknowledge(0);
      assertThat(download(1024, 1)).hasSize(10_000);
    } finally {
      forged.forEach(DatagramSocket::close);
    }
  }

  /** RFC 1350 section 4: a packet from another port is answered with error 5, and harms nothing. */
  @Test
  void anAcknowledgementFromAnotherPort() throws IOException {
    byte[] content = file("f", 3000);
    read("f", "octet");
    assertThat(number(receive())).isEqualTo(1);
    try (DatagramSocket forger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      forger.setSoTimeout(2000);
      byte[] acknowledgement = {0, 4, 0, 1};
      forger.send(
          new DatagramPacket(acknowledgement, 4, InetAddress.getLoopbackAddress(), transferPort));
      DatagramPacket answer = new DatagramPacket(new byte[600], 600);
      forger.receive(answer);
      assertThat(Arrays.copyOf(answer.getData(), 4)).containsExactly(0, 5, 0, 5);
      // An error is never answered, or two servers would go on for ever.
      byte[] error = {0, 5, 0, 5, 'x', 0};
      forger.send(new DatagramPacket(error, 6, InetAddress.getLoopbackAddress(), transferPort));
      forger.setSoTimeout(300);
      org.junit.jupiter.api.Assertions.assertThrows(
          SocketTimeoutException.class, () -> forger.receive(answer));
    }
    acknowledge(1);
    ByteBuffer second = receive();
    assertThat(number(second)).isEqualTo(2);
    assertThat(Arrays.copyOfRange(second.array(), 4, 516))
        .isEqualTo(Arrays.copyOfRange(content, 512, 1024));
  }

  @Test
  void aFileThatIsWrittenMeanwhileIsNotTakenForWhole() throws IOException {
    file("f", 512 * 3);
    read("f", "octet");
    assertThat(number(receive())).isEqualTo(1);
    file("f", 512 * 2);
    int block = 1;
    ByteBuffer packet;
    do {
      acknowledge(block++);
      packet = receive();
    } while (packet.getShort(0) == 3 && block < 10);
    assertThat(packet.getShort(0)).as("an error").isEqualTo((short) 5);
  }

  /** Sent as one datagram that the kernel cuts; each must have its own number and its own bytes. */
  @Test
  void wholeWindows() throws IOException {
    byte[] content = file("f", 1468 * 200 + 17);
    read("f", "octet", "blksize", "1468", "windowsize", "64");
    optionsAcknowledged();
    acknowledge(0);
    assertThat(download(1468, 64)).isEqualTo(content);
  }

  @Test
  void overIpv6() throws Exception {
    byte[] content = file("f", 300_000);
    run("curl", "curl", "-s", "tftp://[::1]:" + server.port() + "/f", "-o", "out");
    assertThat(root.resolve("out")).hasBinaryContent(content);
    run(
        "atftp",
        "atftp",
        "--option",
        "blksize 1400",
        "--option",
        "windowsize 8",
        "-g",
        "-r",
        "f",
        "-l",
        "out6",
        "::1",
        "" + server.port());
    assertThat(root.resolve("out6")).hasBinaryContent(content);
  }

  @Test
  void aSilentClientThatAsksAnewIsServedAnew() throws Exception {
    file("f", 2000);
    read("f", "octet", "timeout", "1");
    optionsAcknowledged();
    TimeUnit.MILLISECONDS.sleep(1100);
    read("f", "octet");
    int first = 0;
    for (int i = 0; i < 5 && first != 3; i++) {
      first = receive().getShort(0);
    }
    assertThat(first).as("the data of the second request").isEqualTo(3);
  }

  private boolean asks(DatagramSocket from, byte[] request) throws IOException {
    from.send(
        new DatagramPacket(
            request, request.length, InetAddress.getLoopbackAddress(), server.port()));
    try {
      from.receive(new DatagramPacket(new byte[1500], 1500));
      return true;
    } catch (SocketTimeoutException silent) {
      return false;
    }
  }

  /** The server goes on serving after any nonsense, at either of its ports. */
  @Test
  void hostilePackets() throws IOException {
    byte[] content = file("f", 3000);
    Random random = new Random(20260);
    byte[] request = request("f", "octet", "blksize", "1468", "windowsize", "4").array();
    try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 20_000; i++) {
        byte[] packet = Arrays.copyOf(request, 1 + random.nextInt(request.length + 10));
        for (int j = random.nextInt(4); j > 0; j--) {
          packet[random.nextInt(packet.length)] = (byte) random.nextInt();
        }
        other.send(
            new DatagramPacket(
                packet, packet.length, InetAddress.getLoopbackAddress(), server.port()));
      }
    }
    // The flood may have filled the server's buffer: a client asks again, RFC 1350 section 2.
    byte[] got = null;
    for (int asked = 0; got == null && asked < 10; asked++) {
      openSocket();
      socket.setSoTimeout(2000);
      read("f", "octet");
      try {
        got = download(512, 1);
      } catch (SocketTimeoutException lost) {
        assertThat(asked).as("times asked in vain").isLessThan(9);
      }
    }
    assertThat(got).isEqualTo(content);
  }

  @Test
  void curl() throws Exception {
    byte[] content = file("f", 300_000);
    for (String size : List.of("512", "1468", "8192")) {
      run(
          "curl",
          "curl",
          "-s",
          "--tftp-blksize",
          size,
          "tftp://127.0.0.1:" + server.port() + "/f",
          "-o",
          "out");
      assertThat(root.resolve("out")).hasBinaryContent(content);
    }
  }

  @Test
  void busybox() throws Exception {
    byte[] content = file("f", 300_000);
    run(
        "busybox",
        "busybox",
        "tftp",
        "-g",
        "-b",
        "1468",
        "-r",
        "f",
        "-l",
        "out",
        "127.0.0.1",
        "" + server.port());
    assertThat(root.resolve("out")).hasBinaryContent(content);
  }

  /** The one client of the distribution that knows windows (RFC 7440). */
  @Test
  void atftp() throws Exception {
    byte[] content = file("f", 300_000);
    run(
        "atftp",
        "atftp",
        "--option",
        "blksize 1468",
        "--option",
        "windowsize 16",
        "-g",
        "-r",
        "f",
        "-l",
        "out",
        "127.0.0.1",
        "" + server.port());
    assertThat(root.resolve("out")).hasBinaryContent(content);
  }

  private void run(String program, String... command) throws Exception {
    boolean found =
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(it -> Files.isExecutable(Path.of(it, program)));
    assumeTrue(found, program + " is not installed");
    Process process =
        new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true).start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as(new String(process.getInputStream().readAllBytes()))
        .isZero();
  }

  private byte[] file(String name, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Files.write(root.resolve(name), content);
    return content;
  }

  private void read(String file, String mode, String... options) throws IOException {
    send(request(file, mode, options), server.port());
  }

  private static ByteBuffer request(String file, String mode, String... options) {
    StringBuilder text = new StringBuilder(file + "\0" + mode + "\0");
    for (String option : options) {
      text.append(option).append('\0');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(2 + bytes.length).putShort((short) 1).put(bytes);
  }

  private void acknowledge(int block) throws IOException {
    send(ByteBuffer.allocate(4).putShort((short) 4).putShort((short) block), transferPort);
  }

  private void send(ByteBuffer packet, int port) throws IOException {
    socket.send(
        new DatagramPacket(
            packet.array(), packet.position(), InetAddress.getLoopbackAddress(), port));
  }

  private ByteBuffer receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    socket.receive(packet);
    transferPort = packet.getPort();
    return ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
  }

  private static int number(ByteBuffer data) {
    assertThat(data.getShort(0)).as("a data packet").isEqualTo((short) 3);
    return data.getShort(2) & 0xffff;
  }

  private List<String> optionsAcknowledged() throws IOException {
    ByteBuffer packet = receive();
    assertThat(packet.getShort(0)).isEqualTo((short) 6);
    String text = new String(packet.array(), 2, packet.limit() - 2, StandardCharsets.US_ASCII);
    return List.of(text.split("\0"));
  }

  private byte[] download(int blockSize, int window) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int block = 1; ; block++) {
      ByteBuffer data = receive();
      while (number(data) == (block - 1 & 0xffff) && block > 1) {
        // Sent again, because this machine was slow: a client takes it for old (RFC 1350, 2).
        data = receive();
      }
      assertThat(number(data)).isEqualTo(block & 0xffff);
      content.write(data.array(), 4, data.limit() - 4);
      boolean last = data.limit() - 4 < blockSize;
      if (block % window == 0 || last) {
        acknowledge(block);
      }
      if (last) {
        return content.toByteArray();
      }
    }
  }
}
