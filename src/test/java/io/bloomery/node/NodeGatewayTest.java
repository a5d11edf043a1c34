package io.bloomery.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.boot.http.BootConnector;
import io.bloomery.machine.BootTarget;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.network.Ipv4;
import io.bloomery.network.device.Device;
import io.bloomery.network.device.Devices;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Subnet;
import io.bloomery.node.GatewayTestApp.FakeBoard;
import io.bloomery.worker.Outcome;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@SpringBootTest(
    classes = GatewayTestApp.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      GatewayTestApp.WITHOUT_ENGINE,
      "spring.datasource.url=jdbc:h2:mem:gateway;DB_CLOSE_DELAY=-1",
      "bloomery.data=target/test-data/gateway",
      "bloomery.boot.http-port=0",
      "bloomery.boot.files=target/test-data/gateway-files",
      "bloomery.node.poll-time=2s",
      "bloomery.node.lost-after=4s",
      "bloomery.node.settling=0s",
      "bloomery.node.look-again=0s"
    })
class NodeGatewayTest {
  @Autowired BootConnector connector;
  @Autowired Machines machines;
  @Autowired Devices devices;
  @Autowired Networks networks;
  @Autowired NodeTasks tasks;
  @Autowired FakeBoard board;
  @Autowired Seats seats;
  @Autowired NodeLogs logs;
  @Autowired TestResults results;
  @Autowired EraseCertificates certificates;
  @Autowired FirstBoots firstBoots;
  @Autowired BootSessions sessions;
  @Autowired JdbcTemplate jdbc;
  @LocalServerPort int pagesPort;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private String mac;

  @BeforeEach
  void newMachine() {
    mac =
        "52:54:00:%06x"
            .formatted(ThreadLocalRandom.current().nextInt(1 << 24))
            .replaceAll("(..)(..)(..)$", "$1:$2:$3");
  }

  @Test
  void unknownMachineRegistersOnceAndIsRecorded() throws Exception {
    String token = bootToken(mac);
    HttpResponse<String> registered = register(token, mac);

    assertThat(registered.statusCode()).isEqualTo(200);
    Machine machine = machine();
    assertThat(registered.body())
        .matches(
            "session=[A-Za-z0-9_-]{32}\nmachine="
                + machine.id()
                + "\nname="
                + machine.name()
                + "\n");
    assertThat(machine.cores()).isEqualTo(2);

    HttpResponse<String> again = register(token, mac);
    assertThat(again.statusCode()).isEqualTo(401);
    assertThat(again.body()).contains("used before");
  }

  @Test
  void deviceIsNeverRecordedAsAMachine() throws Exception {
    String token = bootToken(mac);
    MacAddress its = MacAddress.of(mac);
    Device device = devices.add(new Device(0, "printer", its, null));
    HttpResponse<String> registered = register(token, mac);
    assertThat(registered.statusCode()).isEqualTo(410);
    assertThat(registered.body()).contains(mac, "device printer");
    assertThat(machines.byMac(its)).isEmpty();
    String script = send(HttpRequest.newBuilder(uri("/boot/ipxe?mac=" + mac)).build()).body();
    assertThat(script).startsWith("#!ipxe").doesNotContain("bloomery.token");
    devices.remove(device.id());
    assertThat(register(token, mac).statusCode()).isEqualTo(200);
  }

  @Test
  void tokenIsGoodForItsMachineOnly() throws Exception {
    HttpResponse<String> other = register(bootToken(mac), "52:54:00:ff:ff:ff");
    assertThat(other.statusCode()).isEqualTo(401);
    assertThat(other.body()).contains("expected: " + mac);
    assertThat(register("nonsense", mac).statusCode()).isEqualTo(401);
  }

  @Test
  void tokenOfAnEarlierBootIsRefused() throws Exception {
    session();
    String token = bootToken(mac);
    machines.bootFrom(machine().id(), BootTarget.EPHEMERAL);
    assertThat(register(token, mac).statusCode()).isEqualTo(401);
  }

  @Test
  void registrationEndsTheWaitForTheMachineWhicheverComesFirst() throws Exception {
    session();
    Machine machine = machine();
    machines.bootFrom(machine.id(), BootTarget.EPHEMERAL);
    offer("in-1" + mac, "node.report-in", Map.of());
    assertThat(board.of("in-1" + mac)).isNull();
    session();
    assertThat(board.of("in-1" + mac)).isEqualTo(Outcome.done());

    machines.bootFrom(machine.id(), BootTarget.EPHEMERAL);
    session();
    offer("in-2" + mac, "node.report-in", Map.of());
    await(() -> board.of("in-2" + mac) != null);
  }

  @Test
  void waitingAgentIsWokenByATaskAndEndsIt() throws Exception {
    String session = session();
    CompletableFuture<HttpResponse<String>> waiting =
        http.sendAsync(get("/node/task", session), BodyHandlers.ofString());
    Thread.sleep(300);
    assertThat(waiting).isNotDone();
    String id = "off-" + machine().id();
    offer(id, "node.power-off", Map.of());

    HttpResponse<String> task = waiting.get(2, TimeUnit.SECONDS);
    assertThat(task.body()).isEqualTo("id=" + id + "\ntopic=node.power-off\n");
    assertThat(
            post("/node/task/" + id + "/progress", session, "percent=40&text=syncing+disks")
                .statusCode())
        .isEqualTo(204);
    assertThat(tasks.progress(machine().id()).orElseThrow().percent()).isEqualTo(40);
    assertThat(post("/node/task/" + id + "/done", session, "").statusCode()).isEqualTo(204);
    assertThat(board.of(id)).isEqualTo(Outcome.done());
    assertThat(post("/node/task/" + id + "/done", session, "").statusCode()).isEqualTo(204);
    assertThat(post("/node/task/" + id + "/progress", session, "").statusCode()).isEqualTo(409);
  }

  @Test
  void nothingToDoIsSaidAfterAWhile() throws Exception {
    assertThat(send(get("/node/task", session())).statusCode()).isEqualTo(204);
  }

  @Test
  void handOutIsRepeatedUntilItIsAnswered() throws Exception {
    String session = session();
    String id = "again-" + machine().id();
    offer(id, "node.reboot", Map.of());
    assertThat(send(get("/node/task", session)).body()).contains(id);
    assertThat(send(get("/node/task", session)).body()).contains(id);

    String fresh = session();
    assertThat(send(get("/node/task", session)).statusCode()).isEqualTo(410);
    assertThat(send(get("/node/task", fresh)).body()).contains(id);
  }

  @Test
  void staleGenerationAndMachinesThatAreToBeOffGetNothing() throws Exception {
    String session = session();
    machines.bootFrom(machine().id(), BootTarget.OFF);
    assertThat(send(get("/node/task", session)).statusCode()).isEqualTo(410);
    machines.bootFrom(machine().id(), BootTarget.EPHEMERAL);
    HttpResponse<String> stale = send(get("/node/task", session));
    assertThat(stale.statusCode()).isEqualTo(410);
    assertThat(send(get("/node/task", "unheard-of")).statusCode()).isEqualTo(410);
    assertThat(send(HttpRequest.newBuilder(uri("/node/task")).build()).statusCode()).isEqualTo(401);
  }

  @Test
  void silentMachineLosesItsTask() throws Exception {
    String session = session();
    String id = "lost-" + machine().id();
    offer(id, "node.power-off", Map.of());
    assertThat(send(get("/node/task", session)).body()).contains(id);
    await(() -> board.of(id) != null);
    assertThat(board.of(id))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class, lost -> assertThat(lost.code()).isEqualTo("node.lost"));
    assertThat(post("/node/task/" + id + "/progress", session, "").statusCode()).isEqualTo(409);
  }

  @Test
  void failureIsTriedAgainUnlessTheDiagramHasAnAnswer() throws Exception {
    String session = session();
    offer("f1" + mac, "node.verify-image", Map.of());
    offer("f2" + mac, "node.verify-image", Map.of());
    assertThat(
            post("/node/task/f1" + mac + "/failed", session, "code=image.corrupt&message=one+bit")
                .statusCode())
        .isEqualTo(204);
    assertThat(board.of("f1" + mac)).isEqualTo(Outcome.rejected("image.corrupt", "one bit"));
    post("/node/task/f2" + mac + "/failed", session, "code=power.refused&message=no+disk");
    assertThat(board.of("f2" + mac)).isEqualTo(Outcome.tryAgain("no disk"));
  }

  @Test
  void answerThatCannotBeKeptIsAskedForAgain() throws Exception {
    String session = session();
    String id = "kept-" + machine().id();
    offer(id, "node.power-off", Map.of());
    board.refuseOnce(id);
    assertThat(post("/node/task/" + id + "/done", session, "").statusCode()).isEqualTo(503);
    assertThat(post("/node/task/" + id + "/done", session, "").statusCode()).isEqualTo(204);
    assertThat(board.of(id)).isEqualTo(Outcome.done());
  }

  @Test
  void bodiesAreBounded() throws Exception {
    String session = session();
    String id = "big-" + machine().id();
    offer(id, "node.take-inventory", Map.of());
    assertThat(post("/node/task/" + id + "/done", session, "x".repeat((1 << 20) + 1)).statusCode())
        .isEqualTo(413);
    assertThat(
            post("/node/task/" + id + "/progress", session, "text=" + "x".repeat(20_000))
                .statusCode())
        .isEqualTo(413);
    assertThat(board.of(id)).isNull();
  }

  @Test
  void strangerWithASlowBodyIsRefusedAndCutOff() throws Exception {
    for (String path : new String[] {"/node/register", "/node/task/x/done", "/node/first-boot/x"}) {
      try (Socket socket = new Socket("127.0.0.1", connector.port())) {
        String head =
            "POST "
                + path
                + " HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n"
                + "Authorization: Bearer nonsense\r\n\r\nx";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.setSoTimeout(8_000);
        String answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(answer).as(path).startsWith("HTTP/1.1 4");
      }
    }
  }

  @Test
  void whoSendsSlowlyHoldsFewThreads() throws Exception {
    String token = bootToken(mac);
    String head =
        "POST /node/register HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n"
            + "Authorization: Bearer "
            + token
            + "\r\n\r\nmac=";
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        Socket socket = new Socket("127.0.0.1", connector.port());
        slow.add(socket);
        socket.setSoTimeout(3_000);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      }
      long begun = System.nanoTime();
      assertThat(bootToken("52:54:03:00:00:01")).isNotEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
      byte[] answer = slow.get(39).getInputStream().readNBytes(12);
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 503");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void portsAreKeptApart() throws Exception {
    assertThat(send(HttpRequest.newBuilder(uri("/v3/api-docs")).build()).statusCode())
        .isEqualTo(404);
    assertThat(send(HttpRequest.newBuilder(uri("/")).build()).statusCode()).isEqualTo(404);
    URI pages = URI.create("http://127.0.0.1:" + pagesPort + "/boot/ipxe?mac=" + mac);
    assertThat(send(HttpRequest.newBuilder(pages).build()).statusCode()).isEqualTo(404);
    URI node = URI.create("http://127.0.0.1:" + pagesPort + "/node/task");
    assertThat(send(HttpRequest.newBuilder(node).build()).statusCode()).isEqualTo(404);
  }

  @Test
  void inventoryIsStoredAndComparedWithTheOneBefore() throws Exception {
    String session = session();
    String id = "inv-" + machine().id();
    assertThat(done(id + "1", "node.take-inventory", Map.of(), session, inventory(2, "vda", "d1")))
        .isEqualTo(204);
    assertThat(board.of(id + "1"))
        .isEqualTo(Outcome.done(Map.of("hardwareChanged", false, "hardwareDifference", "")));
    assertThat(machine().diskBytes()).isEqualTo(20_000_000_000L);

    done(id + "2", "node.take-inventory", Map.of(), session, inventory(4, "vda", "d2"));
    assertThat(board.of(id + "2"))
        .isEqualTo(
            Outcome.done(
                Map.of(
                    "hardwareChanged",
                    true,
                    "hardwareDifference",
                    "cores: was 2, is 4; disks: was [d1 (20 GB)], is [d2 (20 GB)]")));

    // Nobody has accepted the change: it is one the next time too.
    done(id + "2b", "node.take-inventory", Map.of(), session, inventory(4, "vda", "d2"));
    assertThat(board.of(id + "2b")).isEqualTo(board.of(id + "2"));

    assertThat(done(id + "3", "node.take-inventory", Map.of(), session, "{\"cpu\":{\"cores\":-1}}"))
        .isEqualTo(400);
    assertThat(board.of(id + "3")).isInstanceOf(Outcome.TryAgain.class);
    assertThat(machine().cores()).isEqualTo(4);
  }

  @Test
  void failedTestIsAResultAndNoError() throws Exception {
    String session = session();
    String id = "test-" + machine().id();
    Map<String, Object> second = Map.of("tests", "cpu,memory", "loopCounter", 1);
    assertThat(
            done(
                id,
                "node.run-test",
                second,
                session,
                "outcome=failed&exit=1&seconds=7&summary=bad+cell"))
        .isEqualTo(204);
    assertThat(board.of(id))
        .isEqualTo(Outcome.done(Map.of("testsFailed", true, "failedTests", "memory: bad cell")));
    assertThat(results.of(machine().id(), 10))
        .singleElement()
        .satisfies(
            result ->
                assertThat(result.name() + " " + result.summary()).isEqualTo("memory bad cell"));
    assertThat(done(id + "b", "node.run-test", second, session, "outcome=passed")).isEqualTo(204);
    assertThat(board.of(id + "b")).isEqualTo(Outcome.done());
  }

  @Test
  void erasingIsBelievedByItsCertificate() throws Exception {
    String session = session();
    String id = "erase-" + machine().id();
    String clean = "{\"disks\":[{\"name\":\"vda\",\"clean\":true}],\"seconds\":3}";
    assertThat(done(id, "node.erase-disks", Map.of(), session, clean)).isEqualTo(204);
    assertThat(board.of(id)).isEqualTo(Outcome.done(Map.of("erasedDisks", 1)));
    assertThat(certificates.of(machine().id(), 1).get(0).certificate()).isEqualTo(clean);
    done(id + "b", "node.erase-disks", Map.of(), session, clean.replace("true", "false"));
    assertThat(board.of(id + "b")).isInstanceOf(Outcome.TryAgain.class);
    done(id + "c", "node.erase-disks", Map.of(), session, "{\"disks\":[]}");
    assertThat(board.of(id + "c")).isInstanceOf(Outcome.TryAgain.class);
  }

  @Test
  void everyDiskOfTheInventoryMustBeInTheCertificate() throws Exception {
    String session = session();
    String id = "erase-all-" + machine().id();
    done(id + "i", "node.take-inventory", Map.of(), session, inventory(2, "vda", "d1"));
    String[] untrue = {
      "{\"disks\":[]}",
      "{\"disks\":[{\"name\":\"vda\",\"serial\":\"d2\",\"size_bytes\":20000000000,\"clean\":true}]}",
      "{\"disks\":[{\"name\":\"vda\",\"serial\":\"d1\",\"size_bytes\":10000000000,\"clean\":true}]}"
    };
    for (int i = 0; i < untrue.length; i++) {
      done(id + i, "node.erase-disks", Map.of(), session, untrue[i]);
      assertThat(board.of(id + i)).as(untrue[i]).isInstanceOf(Outcome.TryAgain.class);
    }
    done(
        id + "t",
        "node.erase-disks",
        Map.of(),
        session,
        "{\"disks\":[{\"name\":\"vdb\",\"serial\":\"d1\",\"size_bytes\":20000000000,\"clean\":true}]}");
    assertThat(board.of(id + "t")).isEqualTo(Outcome.done(Map.of("erasedDisks", 1)));

    String none = "{\"cpu\":{\"cores\":2},\"memory_bytes\":1,\"disks\":[],\"nics\":[]}";
    done(id + "j", "node.take-inventory", Map.of(), session, none);
    done(id + "u", "node.erase-disks", Map.of(), session, "{\"disks\":[]}");
    assertThat(board.of(id + "u")).isEqualTo(Outcome.done(Map.of("erasedDisks", 0)));
  }

  @Test
  void outputGoesToABoundedLog() throws Exception {
    String session = session();
    String id = "log-" + machine().id();
    offer(id, "node.run-test", Map.of("tests", "cpu"));
    for (int i = 0; i < 6; i++) {
      assertThat(post("/node/task/" + id + "/output", session, "x".repeat(1 << 20)).statusCode())
          .isEqualTo(204);
    }
    assertThat(Files.size(logs.of(machine().id(), id).orElseThrow())).isEqualTo(4 << 20);
    assertThat(logs.tasks(machine().id())).containsExactly(id);
    assertThat(post("/node/task/..%2f..%2fetc/output", session, "x").statusCode())
        .isIn(400, 404, 409);
  }

  @Test
  void seedIsForTheMachineThatHasToWriteIt() throws Exception {
    String session = session();
    Machine machine = machine();
    assertThat(send(get("/node/seed/user-data", session)).statusCode()).isEqualTo(409);
    machines.owner(machine.id(), "alice");
    machines.address(machine.id(), "10.17.17.10");
    offer("seed-" + machine.id(), "node.seed-first-boot", Map.of("disk", "vda"));

    assertThat(send(get("/node/task", session)).body())
        .contains("disk=vda\n")
        .contains("files=/node/seed/\n");
    assertThat(send(get("/node/seed/meta-data", session)).body())
        .isEqualTo(
            """
            instance-id: "process-%s"
            local-hostname: "%s"
            public-keys:
              - "ssh-ed25519 AAAAC3Nza alice@desk"
            """
                .formatted(machine.id(), machine.name()));
    assertThat(send(get("/node/seed/network-config", session)).body())
        .isEqualTo(
            """
            version: 2
            ethernets:
              eth0:
                match:
                  macaddress: "%s"
                set-name: eth0
                addresses:
                  - 10.17.17.10/24
                nameservers:
                  addresses:
                    - 10.17.17.1
                  search: ["bloomery.internal"]
            """
                .formatted(mac));
    assertThat(send(get("/node/seed/vendor-data", session)).body())
        .isEqualTo(
            """
            #cloud-config
            ssh_pwauth: false
            rsyslog:
              remotes:
                bloomery: "@10.17.17.1:514"
            """);
    Subnet before = networks.settingsSubnet();
    networks.change(
        with(before, List.of(Ipv4.of("10.17.17.3"), Ipv4.of("10.1.1.1")), "10.17.17.4"));
    assertThat(send(get("/node/seed/vendor-data", session)).body())
        .isEqualTo(
            """
            #cloud-config
            ssh_pwauth: false
            ntp:
              enabled: true
              servers:
                - 10.17.17.3
                - 10.1.1.1
            rsyslog:
              remotes:
                bloomery: "@10.17.17.4"
            """);
    networks.change(before);
    assertThat(send(get("/node/seed/passwd", session)).statusCode()).isEqualTo(404);
    machines.address(machine.id(), null);
  }

  private static Subnet with(Subnet subnet, List<Ipv4> ntpServers, String logServer) {
    return new Subnet(
        subnet.id(),
        subnet.vlan(),
        subnet.name(),
        subnet.cidr(),
        subnet.gateway(),
        subnet.dnsServers(),
        ntpServers,
        Ipv4.of(logServer),
        subnet.managed(),
        subnet.fromSettings(),
        subnet.ranges(),
        subnet.routes());
  }

  @Test
  void firstBootIsReportedOnceSoonerOrLater() throws Exception {
    String session = session();
    Machine machine = machine();
    offer("seed-" + machine.id(), "node.seed-first-boot", Map.of("disk", "vda"));
    String userData = send(get("/node/seed/user-data", session)).body();
    Matcher url =
        Pattern.compile("url: \"http://127.0.0.1:\\d+(/node/first-boot/\\S+)\"").matcher(userData);
    assertThat(url.find()).as(userData).isTrue();

    String report = "hostname=node7&instance_id=i&pub_key_ed25519=ssh-ed25519+AAAA";
    assertThat(post(url.group(1), "", report).statusCode()).isEqualTo(204);
    offer("fb-" + machine.id(), "node.report-first-boot", Map.of());
    await(() -> board.of("fb-" + machine.id()) != null);
    assertThat(post(url.group(1), "", report).statusCode()).isEqualTo(204);
    assertThat(post(url.group(1) + "x", "", report).statusCode()).isEqualTo(401);

    // The disk has been written anew: the report of the system that was on it counts no more.
    String again = "seed2-" + machine.id();
    String process = "process-" + machine.id();
    assertThat(firstBoots.reported(process)).isTrue();
    done(again, "node.seed-first-boot", Map.of("disk", "vda"), session, "disk=vda");
    assertThat(board.of(again)).isEqualTo(Outcome.done());
    assertThat(firstBoots.reported(process)).isFalse();
  }

  @Test
  void whoRegistersAgainAndAgainFillsNeitherMemoryNorTheDatabase() throws Exception {
    session();
    int before = seats.sessions();
    HttpResponse<String> last = null;
    for (int i = 0; i < 70 && (last == null || last.statusCode() == 200); i++) {
      last = register(bootToken(mac), mac);
    }
    assertThat(last.statusCode()).as(last.body()).isEqualTo(503);
    assertThat(seats.sessions()).isEqualTo(before);

    String id = machine().id();
    String rows = "SELECT COUNT(*) FROM boot_session WHERE machine = ?";
    assertThat(jdbc.queryForObject(rows, Integer.class, id)).isEqualTo(60);
    jdbc.update("UPDATE boot_session SET created_at = 0 WHERE machine = ?", id);
    sessions.forgetOld();
    assertThat(jdbc.queryForObject(rows, Integer.class, id)).isEqualTo(1);
    assertThat(sessions.registered(id, machine().bootGeneration())).isTrue();
  }

  @Test
  void whoHeldTheMachineBeforeCannotNameItsHostKey() throws Exception {
    String session = session();
    Machine machine = machine();
    offer("old-" + mac, "node.seed-first-boot", Map.of("disk", "vda"));
    String userData = send(get("/node/seed/user-data", session)).body();
    String path = userData.replaceFirst("(?s).*(/node/first-boot/[^\"]+).*", "$1");
    firstBoots.record(machine.id(), "of a holder before", "node7", "ssh-ed25519 OLD");
    // His deployment failed before its system reported, and ended; the token is on his disk.
    board.end("process-" + machine.id());
    HttpResponse<String> late = post(path, "", "hostname=x&pub_key_ed25519=ssh-ed25519+MINE");
    assertThat(late.statusCode()).as(late.body()).isEqualTo(410);
    assertThat(firstBoots.hostKey(machine.id())).contains("ssh-ed25519 OLD");

    post("/node/task/old-" + mac + "/done", session, "disk=vda");
    assertThat(firstBoots.hostKey(machine.id())).as("of what was overwritten").isEmpty();
  }

  @Test
  void afterARestartSessionsAndTasksGoOn() throws Exception {
    String session = session();
    String id = "restart-" + machine().id();
    offer(id, "node.reboot", Map.of());
    assertThat(send(get("/node/task", session)).body()).contains(id);
    // What a restart loses is what is kept in memory; the engine offers its tasks again.
    tasks.withdraw(id);
    seats.forgetAll();
    offer(id, "node.reboot", Map.of());
    assertThat(post("/node/task/" + id + "/progress", session, "percent=50").statusCode())
        .isEqualTo(204);
    assertThat(post("/node/task/" + id + "/done", session, "").statusCode()).isEqualTo(204);
    assertThat(board.of(id)).isEqualTo(Outcome.done());
  }

  // --- what an agent does

  private String bootToken(String mac) throws Exception {
    String script = send(HttpRequest.newBuilder(uri("/boot/ipxe?mac=" + mac)).build()).body();
    Matcher token = Pattern.compile("bloomery.token=(\\S+)").matcher(script);
    assertThat(token.find()).as(script).isTrue();
    return token.group(1);
  }

  private HttpResponse<String> register(String token, String mac) throws Exception {
    return post(
        "/node/register",
        token,
        "mac="
            + mac
            + "&nics="
            + mac
            + "&uuid=&serial=s1&firmware=bios&arch=x86_64&cores=2&memory_bytes=1073741824");
  }

  private String session() throws Exception {
    HttpResponse<String> registered = register(bootToken(mac), mac);
    assertThat(registered.statusCode()).as(registered.body()).isEqualTo(200);
    return registered.body().lines().findFirst().orElseThrow().substring("session=".length());
  }

  private Machine machine() {
    return machines.byMac(MacAddress.of(mac)).orElseThrow();
  }

  private int done(
      String id, String topic, Map<String, Object> variables, String session, String answer)
      throws Exception {
    offer(id, topic, variables);
    return post("/node/task/" + id + "/done", session, answer).statusCode();
  }

  private static String inventory(int cores, String disk, String serial) {
    return """
    {"uuid":"u","serial":"s","cpu":{"model":"m","cores":%d,"threads":%d},"memory_bytes":1000000000,
     "disks":[{"name":"%s","size_bytes":20000000000,"serial":"%s"}],"nics":[]}\
    """
        .formatted(cores, cores, disk, serial);
  }

  private void offer(String id, String topic, Map<String, Object> variables) {
    tasks.offer(FakeBoard.task(id, topic, machine(), variables));
  }

  private HttpRequest get(String path, String token) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token).build();
  }

  private HttpResponse<String> post(String path, String token, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + connector.port() + path);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 150 && !condition.getAsBoolean(); i++) {
      Thread.sleep(100);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
