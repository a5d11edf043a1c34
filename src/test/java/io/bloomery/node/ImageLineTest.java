package io.bloomery.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.boot.http.BootConnector;
import io.bloomery.boot.journal.BootDiagnosis;
import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.machine.Sighting;
import io.bloomery.node.GatewayTestApp.FakeBoard;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** One image stream at a time, over HTTP. */
@SpringBootTest(
    classes = GatewayTestApp.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      GatewayTestApp.WITHOUT_ENGINE,
      "spring.datasource.url=jdbc:h2:mem:imageline;DB_CLOSE_DELAY=-1",
      "bloomery.data=target/test-data/imageline",
      "bloomery.boot.http-port=0",
      "bloomery.node.settling=0s",
      "bloomery.admission.image-streams=1"
    })
class ImageLineTest {
  private static final String DIGEST = "ab".repeat(32);

  @Autowired BootConnector connector;
  @Autowired Machines machines;
  @Autowired BootSessions sessions;
  @Autowired NodeTasks tasks;
  @Autowired BootDiagnosis diagnosis;
  private final HttpClient http = HttpClient.newHttpClient();

  private record Agent(Machine machine, String session) {}

  @BeforeEach
  void image() throws Exception {
    Path store = Files.createDirectories(Path.of("target/test-data/imageline/images/sha256"));
    Files.write(store.resolve(DIGEST), new byte[3000]);
  }

  @Test
  void othersWaitUntilTheFirstIsDoneAndSeeTheirPlace() throws Exception {
    Agent first = agent(1);
    Agent second = agent(2);
    Agent third = agent(3);
    assertThat(piece(first, 0).statusCode()).isEqualTo(206);

    HttpResponse<String> waits = piece(second, 0);
    assertThat(waits.statusCode()).isEqualTo(503);
    assertThat(waits.headers().firstValueAsLong("Retry-After")).hasValue(2);
    assertThat(waits.body()).isEqualTo("image: place 1 in line\n");
    HttpResponse<String> behind = piece(third, 0);
    assertThat(behind.headers().firstValueAsLong("Retry-After")).hasValue(10);
    assertThat(behind.body()).isEqualTo("image: place 2 in line\n");
    assertThat(diagnosis.of(third.machine()).verdict())
        .isEqualTo(third.machine().name() + " waits in line for its image, place 2.");
    assertThat(diagnosis.of(first.machine()).verdict()).doesNotContain("line");

    assertThat(piece(first, 1000).statusCode()).as("further pieces").isEqualTo(206);
    assertThat(head(second).statusCode()).as("no stream").isEqualTo(200);
    assertThat(post(first, "done", "disk=vda").statusCode()).isEqualTo(204);
    assertThat(piece(third, 0).statusCode()).as("not its turn").isEqualTo(503);
    assertThat(piece(second, 0).statusCode()).isEqualTo(206);
    assertThat(post(second, "failed", "code=&message=no+disk").statusCode()).isEqualTo(204);
    assertThat(piece(third, 0).statusCode()).isEqualTo(206);
    assertThat(post(third, "done", "disk=vda").statusCode()).isEqualTo(204);
  }

  @Test
  void whoHasNoSessionOrAsksForNoImageTakesNoPlace() throws Exception {
    Agent known = agent(4);
    HttpRequest missing = request(known, "/node/image/" + "cd".repeat(32)).GET().build();
    assertThat(send(missing).statusCode()).isEqualTo(404);
    assertThat(
            send(request(new Agent(null, "made-up"), "/node/image/" + DIGEST).build()).statusCode())
        .isEqualTo(410);
    Agent idle = agent(6);
    tasks.withdraw("write-" + idle.machine().id());
    assertThat(piece(idle, 0).statusCode()).as("has nothing to write").isEqualTo(409);
    Agent next = agent(5);
    assertThat(piece(next, 0).statusCode()).isEqualTo(206);
    assertThat(post(next, "done", "disk=vda").statusCode()).isEqualTo(204);
  }

  private Agent agent(int number) {
    MacAddress mac = MacAddress.of("52:54:02:00:00:0" + number);
    Machine machine =
        machines.enlist(new Sighting(mac, List.of(mac), null, null, Firmware.BIOS, "x86_64", 1, 1));
    String token = sessions.newToken();
    sessions.open(token, "line" + number, machine.id(), 0);
    tasks.offer(FakeBoard.task("write-" + machine.id(), "node.write-image", machine, Map.of()));
    return new Agent(machine, token);
  }

  private HttpResponse<String> piece(Agent agent, int from) throws Exception {
    return send(
        request(agent, "/node/image/" + DIGEST)
            .header("Range", "bytes=" + from + "-" + (from + 999))
            .build());
  }

  private HttpResponse<String> head(Agent agent) throws Exception {
    return send(
        request(agent, "/node/image/" + DIGEST).method("HEAD", BodyPublishers.noBody()).build());
  }

  private HttpResponse<String> post(Agent agent, String verb, String form) throws Exception {
    return send(
        request(agent, "/node/task/write-" + agent.machine().id() + "/" + verb)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build());
  }

  private HttpRequest.Builder request(Agent agent, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.port() + path))
        .header("Authorization", "Bearer " + agent.session());
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, BodyHandlers.ofString());
  }
}
