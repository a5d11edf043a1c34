package io.bloomery.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.bloomery.machine.Machine;
import io.bloomery.process.signin.Role;
import io.bloomery.started.Caller;
import io.bloomery.started.StartedController;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What REST shows of machines, and to whom. */
class MachineRestTest extends StartedController {
  private static final String MACHINES = "/api/v1/machines";

  @Autowired JdbcTemplate jdbc;

  @Test
  void aUserSeesWhatIsFreeAndWhatIsHisAndNobodyElses() {
    Machine hers = lentTo("anna");
    Machine free = free();
    Caller anna = person("anna", Role.USER);
    Caller ben = person("ben", Role.USER);
    assertThat(ids(anna)).contains(hers.id(), free.id());
    assertThat(ids(ben)).contains(free.id()).doesNotContain(hers.id());
    assertThat(ids(person("vera", Role.VIEWER))).contains(free.id(), hers.id());
    assertThat(anonymousPage("ben")).contains(free.name()).doesNotContain(hers.name());
    for (String what :
        List.of("", "/events", "/hardware", "/power", "/tests", "/erasures", "/boot", "/capture")) {
      for (String name : List.of(hers.id(), hers.name())) {
        assertThat(ben.get(MACHINES + "/" + name + what).statusCode()).as(what).isEqualTo(404);
      }
    }
    for (String order : List.of("commission", "deploy", "release", "cancel")) {
      HttpResponse<String> answer =
          ben.post(MACHINES + "/" + hers.id() + "/" + order, "{\"image\":\"x\",\"reason\":\"x\"}");
      assertThat(answer.statusCode()).as(order).isEqualTo(404);
    }
    assertThat(ben.get(MACHINES + "?owner=anna").body()).contains("\"items\":[]");
    // The same answer as for a name nobody has.
    assertThat(ben.get(MACHINES + "/" + hers.id()).body().replace(hers.id(), "x"))
        .isEqualTo(ben.get(MACHINES + "/x").body());
  }

  @Test
  void usersAndViewersChangeNothingOfFreeMachines() {
    Machine free = free();
    for (Caller caller : List.of(person("ben", Role.USER), person("vera", Role.VIEWER))) {
      for (String order : List.of("commission", "deploy", "release", "cancel")) {
        HttpResponse<String> answer =
            caller.post(
                MACHINES + "/" + free.id() + "/" + order, "{\"image\":\"x\",\"reason\":\"x\"}");
        assertThat(answer.statusCode()).as(order).isEqualTo(403);
      }
      assertThat(
              caller
                  .send(
                      "PATCH",
                      MACHINES + "/" + free.id(),
                      "application/json",
                      "{\"name\":\"mine\"}")
                  .statusCode())
          .isEqualTo(403);
      for (String what : List.of("/power", "/boot", "/capture", "/boot-loader")) {
        assertThat(caller.get(MACHINES + "/" + free.id() + what).statusCode())
            .as(what)
            .isEqualTo(403);
      }
    }
  }

  @Test
  void aManagerIsToldWhyItDoesNotBoot() {
    Machine free = free();
    Caller operator = person("olga", Role.OPERATOR);
    String why = operator.get(MACHINES + "/" + free.id() + "/boot").body();
    assertThat(JsonPath.<String>read(why, "$.verdict")).contains("serves no boot network");
    String byMac = operator.get(MACHINES + "/" + free.mac() + "/boot").body();
    assertThat(JsonPath.<String>read(byMac, "$.verdict"))
        .isEqualTo(JsonPath.read(why, "$.verdict"));
    assertThat(operator.get(MACHINES + "/02:00:00:de:ad:01/boot").statusCode()).isEqualTo(200);
    assertThat(person("ben", Role.USER).get(MACHINES + "/" + free.mac() + "/boot").statusCode())
        .isEqualTo(403);
    assertThat(operator.get(MACHINES + "/02:00/boot").body()).contains("02:00");
    String loader = MACHINES + "/" + free.id() + "/boot-loader";
    assertThat(operator.get(loader).body()).contains("IPXE");
    String json = "application/json";
    assertThat(operator.send("PUT", loader, json, "{\"loader\":\"SIGNED\"}").statusCode())
        .isEqualTo(200);
    assertThat(operator.get(loader).body()).contains("SIGNED");
    HttpResponse<String> wrong = operator.send("PUT", loader, json, "{\"loader\":\"LILO\"}");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("LILO");
    HttpResponse<String> capture = operator.get(MACHINES + "/" + free.id() + "/capture?seconds=1");
    assertThat(capture.statusCode()).isEqualTo(409);
    assertThat(capture.body()).contains("bloomery.network.interface");
    assertThat(operator.get(MACHINES + "/" + free.id() + "/capture?seconds=0").statusCode())
        .isEqualTo(400);
  }

  @Test
  void aMachineThatCannotBlinkSaysWhichDriverItHas() {
    Machine free = free();
    String blink = MACHINES + "/" + free.id() + "/identify";
    Caller operator = person("olga", Role.OPERATOR);
    String power =
        "{\"driver\":\"simulated\",\"settings\":{\"endpoint\":\"127.0.0.1:9\",\"id\":\"x\"}}";
    operator.send("PUT", MACHINES + "/" + free.id() + "/power", "application/json", power);
    assertProblem(
        operator.post(blink, "{\"seconds\":5}"), 409, "identify by simulated: this driver cannot");
    assertProblem(operator.post(blink, "{\"seconds\":256}"), 400, "seconds: 256 (expected");
    for (Caller other : List.of(person("vera", Role.VIEWER), person("ben", Role.USER))) {
      assertThat(other.post(blink, "{}").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void aBmcThatIsSilentIsNoFaultOfTheCaller() {
    Machine free = free();
    String power =
        "{\"driver\":\"ipmi\",\"settings\":{\"endpoint\":\"bmc.invalid\",\"user\":\"x\",\"password\":\"y\"}}";
    admin().send("PUT", MACHINES + "/" + free.id() + "/power", "application/json", power);
    assertProblem(admin().post(MACHINES + "/" + free.id() + "/identify", "{}"), 503, "bmc.invalid");
  }

  @Test
  void whoServesDhcpIsShownToThoseWhoSeeEverything() {
    assertThat(person("vera", Role.VIEWER).get("/api/v1/dhcp").body()).isEqualTo("[]");
    assertThat(person("ben", Role.USER).get("/api/v1/dhcp").statusCode()).isEqualTo(403);
  }

  @Test
  void testsAndErasuresAreShownToThoseWhoSeeEverything() {
    Machine free = free();
    jdbc.update(
        "INSERT INTO test_result (machine, process, task, name, outcome, exit_code, seconds,"
            + " summary, at) VALUES (?, 'p', 't', 'memory', 'failed', 1, 7, 'bad cell', 0)",
        free.id());
    jdbc.update(
        "INSERT INTO erase_certificate (machine, process, certificate, at)"
            + " VALUES (?, 'p', '{\"disks\":[{\"name\":\"vda\"}]}', 0)",
        free.id());
    Caller viewer = person("vera", Role.VIEWER);
    String tests = viewer.get(MACHINES + "/" + free.id() + "/tests").body();
    assertThat(JsonPath.<String>read(tests, "$[0].summary")).isEqualTo("bad cell");
    String erasures = viewer.get(MACHINES + "/" + free.id() + "/erasures").body();
    assertThat(JsonPath.<String>read(erasures, "$[0].certificate.disks[0].name")).isEqualTo("vda");
    for (String what : List.of("/tests", "/erasures", "/host-key")) {
      assertThat(person("ben", Role.USER).get(MACHINES + "/" + free.id() + what).statusCode())
          .as(what)
          .isEqualTo(403);
    }
  }

  @Test
  void pagesFollowEachOtherWithoutGapsForEverybody() {
    Stream.generate(this::free).limit(7).toList();
    lentTo("carl");
    for (Caller caller : List.of(admin(), person("carl", Role.USER))) {
      List<String> all = ids(caller);
      List<String> paged = new ArrayList<>();
      String after = "";
      while (after != null) {
        String page = caller.get(MACHINES + "?limit=3&after=" + after).body();
        paged.addAll(JsonPath.read(page, "$.items[*].id"));
        after = JsonPath.read(page, "$.next");
      }
      assertThat(paged).containsExactlyElementsOf(all);
    }
  }

  @Test
  void anOperatorNamesAMachineAndTheEventSaysWho() {
    Machine machine = free();
    String path = MACHINES + "/" + machine.id();
    Caller operator = person("olga", Role.OPERATOR);
    String name = "lab-" + machine.id();
    HttpResponse<String> changed =
        operator.send(
            "PATCH",
            path,
            "application/json",
            "{\"name\":\"%s\",\"pool\":\"students\"}".formatted(name));
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    String shown = operator.get(MACHINES + "/" + name).body();
    assertThat(JsonPath.<String>read(shown, "$.pool")).isEqualTo("students");
    assertThat(JsonPath.<String>read(shown, "$.status")).isEqualTo("READY");
    List<String> actors =
        JsonPath.read(operator.get(path + "/events").body(), "$.items[?(@.step=='rename')].actor");
    assertThat(actors).containsExactly("olga");
    // What happened before a user had the machine is not his business.
    assertThat(person("ben", Role.USER).get(path + "/events").body()).contains("\"items\":[]");
  }

  @Test
  void refusalsAreProblemsThatSayTheValueAndWhatWasExpected() {
    Machine machine = free();
    assertProblem(admin().get(MACHINES + "/nobody"), 404, "machine: nobody (expected");
    assertProblem(admin().get(MACHINES + "?limit=1000"), 400, "limit: 1000 (expected");
    assertProblem(admin().get(MACHINES + "?status=HAPPY"), 400, "HAPPY");
    assertProblem(
        admin()
            .send(
                "PATCH",
                MACHINES + "/" + machine.id(),
                "application/json",
                "{\"name\":\"Not A Label\"}"),
        400,
        "name: Not A Label (expected");
    assertProblem(
        admin().send("PATCH", MACHINES + "/" + machine.id(), "application/json", "{broken"),
        400,
        "body:");
    assertProblem(
        admin().post("/api/v1/allocations", "{\"purpose\":\"\",\"hours\":0}"),
        400,
        "hours: 0 (expected");
    assertProblem(
        admin()
            .post("/api/v1/people", "{\"name\":\"weak\",\"password\":\"weak\",\"role\":\"USER\"}"),
        400,
        "password: 4 characters (expected: 10 to 200)");
    assertProblem(
        admin().post("/api/v1/me/keys", "{\"key\":\"ssh-rsa nonsense!\"}"), 400, "not base64");
    assertProblem(
        admin().post("/api/v1/me/keys", "{\"key\":\"" + "x".repeat(2 << 20) + "\"}"),
        413,
        "longer than");
    assertThat(admin().send("PUT", MACHINES, "application/json", "{}").statusCode()).isEqualTo(405);
  }

  @Test
  void aUserAsksForSoManyMachinesAndNoMore() {
    Caller user = person("greedy", Role.USER);
    String request = "{\"purpose\":\"all\",\"hours\":1000}";
    for (int i = 0; i < 100; i++) {
      assertThat(user.post("/api/v1/allocations", request).statusCode()).isEqualTo(201);
    }
    assertProblem(user.post("/api/v1/allocations", request), 409, "greedy: 100 (expected: fewer");
    String id = JsonPath.read(user.get("/api/v1/allocations").body(), "$.items[0].id");
    assertThat(user.delete("/api/v1/allocations/" + id).statusCode()).isEqualTo(202);
    assertThat(user.post("/api/v1/allocations", request).statusCode()).isEqualTo(201);
  }

  @Test
  void theDescriptionNamesEveryResourceAndEveryoneSignedInMayReadIt() {
    String document = person("ben", Role.USER).get("/api/v1/openapi").body();
    assertThat(document)
        .contains(
            "/api/v1/machines/{machine}",
            "/api/v1/allocations",
            "/api/v1/people",
            "/api/v1/me/keys",
            "bearer")
        .doesNotContain("\"caller\"");
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(JsonPath.<Integer>read(answer.body(), "$.status")).isEqualTo(status);
    assertThat(JsonPath.<String>read(answer.body(), "$.detail")).contains(detail);
  }

  private String anonymousPage(String name) {
    Caller browser = anonymous();
    browser.signIn(name, password(name));
    return browser.get("/").body();
  }

  private static List<String> ids(Caller caller) {
    return JsonPath.read(caller.get(MACHINES + "?limit=200").body(), "$.items[*].id");
  }
}
