package io.bloomery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;

/**
 * Answers that are signed, whole zones among them: to dig, to BIND, and to a clock that is wrong.
 */
class SignedTest extends StartedNameServer {
  private static final String ZONE = "bloomery.internal";

  private String secret;
  private String key;

  @BeforeEach
  void makeKey() {
    secret = keys().add(new DnsKey("second", "hmac-sha256", List.of(ZONE), true), null).secret();
    key = "hmac-sha256:second:" + secret;
  }

  private DnsKeys keys() {
    return context.getBean(DnsKeys.class);
  }

  @Test
  void aSecretIsSealedAndOutlastsARestart() throws Exception {
    String stored =
        context
            .getBean(JdbcTemplate.class)
            .queryForObject("SELECT secret FROM dns_key WHERE name = 'second'", String.class);
    assertThat(stored).startsWith("v1:").doesNotContain(secret);
    assertThat(Base64.getDecoder().decode(secret)).hasSize(32);
    context.close();
    start("--bloomery.dns.forward=false");
    assertThat(dig("-y", key, ZONE, "SOA")).contains("status: NOERROR", "TSIG", "NOERROR 0");
    assertThat(keys().remove("Second.")).isTrue();
    assertThat(keys().remove("second")).isFalse();
    assertThat(dig("-y", key, ZONE, "SOA")).contains("BADKEY");
  }

  @Test
  void aSecretThatWasGivenIsUsed() throws Exception {
    String own = Base64.getEncoder().encodeToString("sixteen bytes or more".getBytes());
    keys().add(new DnsKey("Own.Key.", "HMAC-SHA512", List.of(), true), own);
    assertThat(dig("-y", "hmac-sha512:own.key:" + own, ZONE, "AXFR")).contains("XFR size: 4");
    assertThat(keys().keys())
        .contains(new DnsKey("own.key", "hmac-sha512", List.of(), true))
        .extracting(DnsKey::name)
        .containsExactly("own.key", "second");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          second | hmac-sha256 | -              | expected: one no key has
          a b    | hmac-sha256 | -              | expected: a whole name
          short  | hmac-sha256 | c2hvcnQ=       | expected: 16 to 512
          odd    | hmac-sha256 | no base64!     | expected: Base64
          old    | hmac-md5    | -              | expected: hmac-sha224, hmac-sha256
          """)
  void whatIsWrongWithAKeyIsSaid(String name, String algorithm, String given, String said) {
    assertThatThrownBy(() -> keys().add(new DnsKey(name, algorithm, List.of(), false), given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("c2hvcnQ");
  }

  @Test
  void aZoneOfManyMessagesIsSignedThroughout() throws Exception {
    fill(300);
    String all = dig("-y", key, ZONE, "AXFR");
    assertThat(all).containsPattern("XFR size: 304 records \\(messages [2-9]");
    // dig says so if a message's signature does not go with the one before.
    assertThat(all).contains("\"299\"", "TSIG").doesNotContain("TSIG could not", "failed");
    assertThat(dig(ZONE, "AXFR")).contains("Transfer failed");
    String wrong = "hmac-sha256:second:" + "A".repeat(43) + "=";
    assertThat(dig("-y", wrong, ZONE, "AXFR")).contains("BADSIG").doesNotContain("XFR size");
  }

  private void fill(int count) {
    String text = "\"" + "x".repeat(250) + "\"";
    DnsZones zones = context.getBean(DnsZones.class);
    for (int i = 0; i < count; i++) {
      zones.add("t" + i % 3 + "." + ZONE, "TXT", 5, "\"" + i + "\" " + text);
    }
  }

  @Test
  void bindIsASecondaryByItsKeyAlone(@TempDir Path directory) throws Exception {
    machine("pc-far", "10.17.17.41");
    int own;
    try (DatagramSocket free = new DatagramSocket(0)) {
      own = free.getLocalPort();
    }
    Files.writeString(
        directory.resolve("named.conf"),
        """
        options { directory "%s"; pid-file "named.pid"; session-keyfile "session.key"; recursion no;
          listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; }; dnssec-validation no; notify no; };
        controls { };
        key "second" { algorithm hmac-sha256; secret "%s"; };
        zone "bloomery.internal" { type secondary; file "copy"; min-refresh-time 1; max-refresh-time 1;
          primaries port %d { 127.0.0.1 key "second"; }; };
        """
            .formatted(directory, own, secret, port));
    Process named =
        new ProcessBuilder("named", "-g", "-n", "1", "-c", directory + "/named.conf")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      assertThat(copied("10.17.17.41", own, "pc-far", "A"))
          .as(Files.readString(directory.resolve("log")))
          .isTrue();
      context.getBean(DnsZones.class).add("mail." + ZONE, "MX", 5, "10 mx.example.org");
      assertThat(copied("10 mx.example.org.", own, "mail", "MX"))
          .as(Files.readString(directory.resolve("log")))
          .isTrue();
      assertThat(Files.readString(directory.resolve("log"))).contains("TSIG 'second'");
    } finally {
      named.destroy();
      named.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static boolean copied(String answer, int secondary, String label, String type)
      throws Exception {
    for (int i = 0; i < 100; i++) {
      String name = label + "." + ZONE;
      if (run("dig", "@127.0.0.1", "-p", "" + secondary, "+short", "+time=1", name, type)
          .equals(answer)) {
        return true;
      }
      Thread.sleep(200);
    }
    return false;
  }

  @ParameterizedTest
  @CsvSource({"-290, 0", "290, 0", "-310, 18", "310, 18"})
  void aClockMayBeFiveMinutesWrong(int seconds, int error) throws Exception {
    Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
    TSIG client = tsig(wrong);
    Message update = Message.newUpdate(Name.fromString(ZONE + "."));
    Name name = Name.fromString("clock." + ZONE + ".");
    update.addRecord(new ARecord(name, DClass.IN, 60, new byte[] {10, 1, 1, 1}), Section.UPDATE);
    client.apply(update, null);
    byte[] answer = asked(update.toWire(65535));
    Message said = new Message(answer);
    assertThat(said.getRcode()).isEqualTo(error == 0 ? Rcode.NOERROR : Rcode.NOTAUTH);
    assertThat(said.getTSIG().getError()).isEqualTo(error);
    // It is signed either way, so that the client believes the server's time that it carries.
    assertThat(client.verify(said, answer, update.getTSIG())).isEqualTo(Rcode.NOERROR);
    byte[] time = said.getTSIG().getOther();
    assertThat(time == null ? 0 : time.length).isEqualTo(error == 0 ? 0 : 6);
    assertThat(dig("+short", "clock." + ZONE)).isEqualTo(error == 0 ? "10.1.1.1" : "");
  }

  /** Between them may be a forwarder, which has ids of its own. */
  @Test
  void theAnswerHasTheIdThatTheQuestionCameWith() throws Exception {
    TSIG client = tsig(Clock.systemUTC());
    Message update = Message.newUpdate(Name.fromString(ZONE + "."));
    client.apply(update, null);
    byte[] question = update.toWire(65535);
    question[0] ^= 0x55;
    byte[] answer = asked(question);
    assertThat(answer).startsWith(question[0], question[1]);
    assertThat(client.verify(new Message(answer), answer, update.getTSIG())).isZero();
  }

  private TSIG tsig(Clock clock) throws IOException {
    byte[] bytes = Base64.getDecoder().decode(secret);
    Name name = Name.fromString("second.");
    return new TSIG(TSIG.HMAC_SHA256, name, new SecretKeySpec(bytes, "HmacSHA256"), clock);
  }

  private byte[] asked(byte[] message) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(5_000);
      InetAddress server = InetAddress.getLoopbackAddress();
      socket.send(new DatagramPacket(message, message.length, server, port));
      DatagramPacket answer = new DatagramPacket(new byte[1232], 1232);
      socket.receive(answer);
      return Arrays.copyOf(answer.getData(), answer.getLength());
    }
  }

  @Test
  void whoDoesNotReadHoldsNobodyUp() throws Exception {
    fill(300);
    Message question =
        Message.newQuery(
            org.xbill.DNS.Record.newRecord(
                Name.fromString(ZONE + "."), org.xbill.DNS.Type.AXFR, DClass.IN));
    tsig(Clock.systemUTC()).apply(question, null);
    byte[] wire = question.toWire(65535);
    try (Socket silent = new Socket("127.0.0.1", port)) {
      byte[] framed =
          ByteBuffer.allocate(wire.length + 2).putShort((short) wire.length).put(wire).array();
      // More than the kernel keeps for a client that does not read.
      for (int i = 0; i < 200; i++) {
        silent.getOutputStream().write(framed);
      }
      assertThat(becomes(true)).as("a thread waits for it to read").isTrue();
      assertThat(becomes(false)).as("none does after ten times tcp-idle").isTrue();
    }
    assertThat(dig("+tcp", ZONE, "SOA")).contains("status: NOERROR");
  }

  private static boolean becomes(boolean writing) throws InterruptedException {
    for (int i = 0; i < 100 && writing() != writing; i++) {
      Thread.sleep(100);
    }
    return writing() == writing;
  }

  /** Whether a connection's thread is within an answer. */
  private static boolean writing() {
    return Thread.getAllStackTraces().values().stream()
        .anyMatch(
            stack ->
                Arrays.stream(stack)
                    .anyMatch(
                        it ->
                            it.getClassName().equals(TcpReplies.class.getName())
                                && it.getMethodName().equals("write")));
  }
}
