package io.bloomery.power.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerFailure;
import io.bloomery.power.PowerTarget;
import io.bloomery.secret.TestSecrets;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the other side does, the call ends in time and says what to expect of the next one. */
class RedfishSilenceTest {
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  @TempDir Path data;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private ServerSocket server;

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : open) {
      socket.close();
    }
    server.close();
  }

  @Test
  void oneThatHangsIsPassing() throws Exception {
    for (String scheme : List.of("http", "https")) {
      fails(scheme, out -> Thread.sleep(60_000), PassingFailure.class, "within 2 s");
    }
  }

  @Test
  void oneThatDripsIsPassing() throws Exception {
    Speech drip =
        out -> {
          write(out, HEAD + "Content-Length: 100000\r\n\r\n{");
          while (true) {
            write(out, " ");
            Thread.sleep(100);
          }
        };
    fails("http", drip, PassingFailure.class, "did not answer whole within 2 s");
  }

  @Test
  void oneThatNeverEndsIsCutOff() throws Exception {
    Speech flood =
        out -> {
          write(out, HEAD + "\r\n{\"a\": \"");
          while (true) {
            write(out, "x".repeat(10_000));
          }
        };
    fails("http", flood, FinalFailure.class, "an answer longer than 1048576 bytes");
  }

  @Test
  void garbageIsPassing() throws Exception {
    fails("http", out -> write(out, "\0\1\2 nothing\r\n\r\n"), PassingFailure.class, "");
    fails("https", out -> write(out, "\0\1\2 nothing\r\n\r\n"), PassingFailure.class, "");
    Speech page = out -> write(out, HEAD + "Connection: close\r\n\r\n<html>starting</html>");
    fails("http", page, PassingFailure.class, "no JSON object in the answer");
    Speech deep = out -> write(out, HEAD + "Connection: close\r\n\r\n" + "[".repeat(500_000));
    fails("http", deep, PassingFailure.class, "no JSON object in the answer");
  }

  @Test
  void oneThatHangsUpIsPassing() throws Exception {
    fails("http", out -> {}, PassingFailure.class, "");
    fails("https", out -> {}, PassingFailure.class, "");
    Speech half = out -> write(out, HEAD + "Content-Length: 100\r\n\r\n{\"a\":");
    fails("http", half, PassingFailure.class, "");
  }

  private void fails(
      String scheme, Speech speech, Class<? extends PowerFailure> kind, String sentence)
      throws Exception {
    if (server != null) {
      server.close();
    }
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> serve(speech), "speech");
    thread.setDaemon(true);
    thread.start();
    RedfishSettings settings = new RedfishSettings(ANSWER, true);
    RedfishDriver driver =
        new RedfishDriver(new Bmcs(settings, TestSecrets.knownCertificates(data)), settings);
    String uri = scheme + "://127.0.0.1:" + server.getLocalPort();
    PowerTarget target =
        new PowerTarget(
            "m1", Map.of("uri", uri, "username", "u", "password", "p", "networkBoot", "Pxe"));
    long begun = System.nanoTime();
    assertThatThrownBy(() -> driver.state(target))
        .isInstanceOf(kind)
        .hasMessageContaining("Redfish at 127.0.0.1:" + server.getLocalPort())
        .hasMessageContaining(sentence);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(ANSWER.plusSeconds(2));
    driver.stop();
  }

  private void serve(Speech speech) {
    ServerSocket mine = server;
    while (!mine.isClosed()) {
      try {
        Socket socket = mine.accept();
        open.add(socket);
        Thread speaker = new Thread(() -> speak(socket, speech), "speaker");
        speaker.setDaemon(true);
        speaker.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void speak(Socket socket, Speech speech) {
    try (socket) {
      socket.getInputStream().read(new byte[8_192]);
      speech.speak(socket.getOutputStream());
    } catch (IOException | InterruptedException over) {
      return; // the driver hung up
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private interface Speech {
    void speak(OutputStream out) throws IOException, InterruptedException;
  }
}
