package io.bloomery.boot.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.TestNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Mutations of the requests of all goldens. The seed is fixed, so a failure can be looked at. */
class DhcpFuzzTest {
  private static final int PACKETS = 100_000;

  @Test
  void noPacketDoesHarm() throws IOException {
    List<byte[]> corpus = corpus();
    Random random = new Random(20260);
    try (TestNetwork network = new TestNetwork(Map.of())) {
      DhcpEngine engine =
          new DhcpEngine(network.settings, network.leases, request -> new BootFile("snponly.efi"));
      int[] understood = {0, 0};
      assertTimeout(
          Duration.ofSeconds(20),
          () -> {
            for (int i = 0; i < PACKETS; i++) {
              byte[] packet = mutate(corpus.get(random.nextInt(corpus.size())), random);
              try {
                PxeRequest request = PxeRequest.decode(packet, packet.length);
                understood[0]++;
                engine.answer(request).ifPresent(answer -> check(request, answer, understood));
              } catch (MalformedPacket expected) {
                assertThat(expected.getMessage()).contains("expected");
              }
            }
          });
      // The mutations must neither be harmless nor all be turned away at the door.
      assertThat(understood[0]).isBetween(PACKETS / 4, PACKETS - PACKETS / 20);
      assertThat(understood[1]).isGreaterThan(PACKETS / 20);
    }
  }

  private static void check(PxeRequest request, Answer answer, int[] understood) {
    understood[1]++;
    byte[] reply = answer.reply().encode();
    assertThat(reply.length).isBetween(300, 1500);
    assertThat(MacAddress.of(reply, 28)).isEqualTo(request.mac());
    assertThat(answer.to().isNone()).isFalse();
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

  private static byte[] mutate(byte[] original, Random random) {
    byte[] packet = Arrays.copyOf(original, original.length);
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = random.nextInt(packet.length);
      switch (random.nextInt(6)) {
        case 0 -> packet[at] = (byte) random.nextInt();
        case 1 -> packet[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> packet = Arrays.copyOf(packet, Math.max(1, at));
        case 3 ->
            packet = Arrays.copyOf(packet, Math.min(1500, packet.length + random.nextInt(400)));
        case 4 ->
            packet[Math.min(packet.length - 1, 240 + random.nextInt(60))] = (byte) random.nextInt();
        default -> {
          // A piece of the packet over another piece: lengths that do not fit, options again and
          // again.
          int length = Math.min(random.nextInt(64), packet.length - at);
          System.arraycopy(packet, at, packet, random.nextInt(packet.length - length + 1), length);
        }
      }
    }
    return packet;
  }
}
