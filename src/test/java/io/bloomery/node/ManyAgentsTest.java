package io.bloomery.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.boot.http.BootConnector;
import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.machine.Sighting;
import io.bloomery.node.GatewayTestApp.FakeBoard;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

@SpringBootTest(
    classes = GatewayTestApp.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      GatewayTestApp.WITHOUT_ENGINE,
      "spring.datasource.url=jdbc:h2:mem:agents;DB_CLOSE_DELAY=-1",
      "bloomery.data=target/test-data/agents",
      "bloomery.boot.http-port=0",
      "bloomery.node.poll-time=60s",
      "bloomery.node.lost-after=120s"
    })
class ManyAgentsTest {
  private static final int AGENTS = Integer.getInteger("bloomery.test.agents", 1000);

  @Autowired BootConnector connector;
  @Autowired Machines machines;
  @Autowired BootSessions sessions;
  @Autowired NodeTasks tasks;

  @Test
  void thousandsWaitOnFewThreads() throws Exception {
    List<SocketChannel> agents = new ArrayList<>();
    try {
      Machine machine = null;
      for (int i = 0; i < AGENTS; i++) {
        MacAddress mac =
            MacAddress.of("52:54:01:%02x:%02x:%02x".formatted(i >> 16, i >> 8 & 255, i & 255));
        machine =
            machines.enlist(
                new Sighting(mac, List.of(mac), null, null, Firmware.BIOS, "x86_64", 1, 1));
        String token = sessions.newToken();
        sessions.open(token, "nonce" + i, machine.id(), 0);
        agents.add(ask(token));
      }
      Thread.sleep(500);
      long threads =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().contains("-exec-"))
              .count();
      assertThat(threads)
          .as("threads of all connectors of this JVM, other tests included")
          .isLessThan(AGENTS / 10);

      long before = System.nanoTime();
      tasks.offer(FakeBoard.task("wake", "node.reboot", machine, Map.of()));
      ByteBuffer answer = ByteBuffer.allocate(4096);
      agents.get(AGENTS - 1).read(answer);
      long millis = (System.nanoTime() - before) / 1_000_000;
      assertThat(new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII))
          .contains("200")
          .contains("id=wake");
      System.getLogger("agents")
          .log(
              System.Logger.Level.INFO,
              AGENTS + " wait on " + threads + " threads, woken in " + millis + " ms");
    } finally {
      for (SocketChannel agent : agents) {
        agent.close();
      }
    }
  }

  private SocketChannel ask(String token) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress("127.0.0.1", connector.port()));
    String request =
        "GET /node/task HTTP/1.1\r\nHost: c\r\nAuthorization: Bearer " + token + "\r\n\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    return channel;
  }
}
