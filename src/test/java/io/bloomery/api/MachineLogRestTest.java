package io.bloomery.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloomery.machine.Machine;
import io.bloomery.process.signin.Role;
import io.bloomery.started.Caller;
import io.bloomery.started.StartedController;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

class MachineLogRestTest extends StartedController {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** 2026-01-01T00:00:00Z, in microseconds. */
  private static final long FIRST = 1_767_225_600_000_000L;

  @Autowired private JdbcTemplate jdbc;

  /** As the receiver has stored it. */
  private static String logOf(Machine machine) throws IOException {
    StringBuilder stored = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      stored
          .append(FIRST + 1_000_001L * i)
          .append("\t6\tkernel\t\t\t\tline ")
          .append(i)
          .append('\n');
    }
    Path logs = Files.createDirectories(Path.of("target/test-data/started/machine-logs"));
    Files.writeString(logs.resolve(machine.id() + ".log"), stored);
    return "/api/v1/machines/" + machine.name() + "/log";
  }

  @Test
  void isReadPageByPage() throws Exception {
    String log = logOf(free());
    Caller viewer = person("vera-log", Role.VIEWER);
    JsonNode page = JSON.readTree(viewer.get(log + "?limit=2").body());
    assertThat(page.get("items").findValuesAsText("text")).containsExactly("line 0", "line 1");
    JsonNode first = page.get("items").get(0);
    assertThat(first.get("at").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(first.get("facility").asText()).isEqualTo("kern");
    assertThat(first.get("severity").asText()).isEqualTo("info");
    assertThat(first.get("app").asText()).isEqualTo("kernel");
    String next = page.get("next").asText();
    assertThat(next).isEqualTo("2026-01-01T00:00:01.000001Z");
    page = JSON.readTree(viewer.get(log + "?after=" + next + "&limit=10").body());
    assertThat(page.get("items").findValuesAsText("text"))
        .containsExactly("line 2", "line 3", "line 4");
    assertThat(page.get("next").isNull()).isTrue();
    page =
        JSON.readTree(
            viewer
                .get(log + "?after=2026-01-01T00:00:00.5Z&before=2026-01-01T00:00:02.000002Z")
                .body());
    assertThat(page.get("items").findValuesAsText("text")).containsExactly("line 1");
  }

  @Test
  void isTextForATerminal() throws Exception {
    String log = logOf(free());
    HttpResponse<String> text =
        person("vera-log", Role.VIEWER)
            .with("Accept", "text/plain")
            .get(log + "?after=2026-01-01T00:00:03Z");
    assertThat(text.body())
        .isEqualTo(
            "2026-01-01T00:00:03.000003Z kern.info kernel: line 3\n"
                + "2026-01-01T00:00:04.000004Z kern.info kernel: line 4\n");
  }

  @Test
  void whoHasTheMachineSeesWhatCameSince() throws Exception {
    Machine machine = lentTo("uli-log");
    String log = logOf(machine);
    Caller holder = person("uli-log", Role.USER);
    assertThat(items(holder.get(log))).isEmpty();
    jdbc.update(
        "INSERT INTO allocation (id, person, cores, memory_bytes, hours, machine, requested_at,"
            + " since_at) VALUES (?, 'uli-log', 0, 0, 1, ?, 0, ?)",
        "log-" + machine.id(),
        machine.id(),
        FIRST / 1000 + 2_500);
    assertThat(items(holder.get(log))).hasSize(2);
    assertThat(items(holder.get(log + "?after=2026-01-01T00:00:03.5Z"))).hasSize(1);
    assertThat(person("otto-log", Role.USER).get(log).statusCode()).isEqualTo(404);
    assertThat(anonymous().get(log).statusCode()).isEqualTo(401);
  }

  @Test
  void aFreeMachineTellsNobodyOfItsLastHolder() throws Exception {
    String log = logOf(free());
    HttpResponse<String> answer = person("otto-log", Role.USER).get(log);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(items(answer)).isEmpty();
  }

  @Test
  void nonsenseIsRefusedWithItsValue() throws Exception {
    String log = logOf(free());
    Caller viewer = person("vera-log", Role.VIEWER);
    HttpResponse<String> refused = viewer.get(log + "?after=yesterday");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("after: yesterday");
    refused = viewer.get(log + "?limit=201");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("limit: 201");
  }

  private static JsonNode items(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body()).get("items");
  }
}
