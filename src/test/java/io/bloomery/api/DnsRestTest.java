package io.bloomery.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.bloomery.process.signin.Role;
import io.bloomery.started.Caller;
import io.bloomery.started.StartedController;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Zones and records by REST, of a controller that has a boot network, and what dig then sees. */
@DirtiesContext
class DnsRestTest extends StartedController {
  private static final String RECORDS = "/api/v1/dns/records";
  private static final String KEYS = "/api/v1/dns/keys";
  private static final int DNS = freePort();

  @DynamicPropertySource
  static void bootNetwork(DynamicPropertyRegistry settings) {
    settings.add("spring.datasource.url", () -> "jdbc:h2:mem:dnsrest;DB_CLOSE_DELAY=-1");
    settings.add("bloomery.data", () -> "target/test-data/dns-rest");
    settings.add("bloomery.network.interface", () -> "lo");
    settings.add("bloomery.network.address", () -> "127.0.0.1");
    settings.add("bloomery.network.subnet", () -> "127.17.0.0/16");
    settings.add("bloomery.network.static-range", () -> "127.17.1.1-127.17.1.254");
    settings.add("bloomery.network.dynamic-range", () -> "127.17.2.1-127.17.2.254");
    settings.add("bloomery.network.dhcp-port", DnsRestTest::freePort);
    settings.add("bloomery.network.tftp-port", DnsRestTest::freePort);
    settings.add("bloomery.dns.port", () -> DNS);
    settings.add("bloomery.dns.forward", () -> false);
    settings.add("bloomery.syslog.port", () -> 0);
  }

  @Test
  void anAdministratorAddsAndRemovesARecord() throws Exception {
    Caller root = person("root", Role.ADMINISTRATOR);
    HttpResponse<String> made = root.post(RECORDS, body("wiki.bloomery.internal", "127.17.1.7"));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(dig("wiki.bloomery.internal")).isEqualTo("127.17.1.7");
    String list = person("vera", Role.VIEWER).get(RECORDS).body();
    assertThat(JsonPath.<String>read(list, "$.items[0].name")).isEqualTo("wiki.bloomery.internal");
    assertThat(JsonPath.<Integer>read(list, "$.items[0].ttl")).isEqualTo(30);
    String zones = person("vera", Role.VIEWER).get("/api/v1/dns/zones").body();
    List<Number> serials = JsonPath.read(zones, "$[?(@.name=='bloomery.internal.')].serial");
    assertThat(dig("bloomery.internal", "SOA")).contains(" " + serials.get(0) + " ");
    int id = JsonPath.read(made.body(), "$.id");
    assertThat(root.delete(RECORDS + "/" + id).statusCode()).isEqualTo(204);
    assertThat(dig("wiki.bloomery.internal")).isEmpty();
    assertThat(root.delete(RECORDS + "/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void othersMayNot() {
    Caller root = person("root", Role.ADMINISTRATOR);
    int id =
        JsonPath.read(
            root.post(RECORDS, body("kept.bloomery.internal", "127.17.1.8")).body(), "$.id");
    for (Role role : List.of(Role.OPERATOR, Role.VIEWER, Role.USER)) {
      Caller other = person("dns-" + role.name().toLowerCase(Locale.ROOT), role);
      assertThat(other.post(RECORDS, body("x.bloomery.internal", "127.17.1.9")).statusCode())
          .isEqualTo(403);
      assertThat(other.delete(RECORDS + "/" + id).statusCode()).isEqualTo(403);
      int seen = role == Role.USER ? 403 : 200;
      assertThat(other.get(RECORDS).statusCode()).isEqualTo(seen);
      assertThat(other.get("/api/v1/dns/zones").statusCode()).isEqualTo(seen);
    }
    assertThat(anonymous().get(RECORDS).statusCode()).isEqualTo(401);
    assertThat(root.get(RECORDS).body()).contains("kept").doesNotContain("\"x.bloomery");
    root.delete(RECORDS + "/" + id);
  }

  @Test
  void whatIsWrongIsSaid() {
    Caller root = person("root", Role.ADMINISTRATOR);
    HttpResponse<String> outside = root.post(RECORDS, body("www.example.org", "127.17.1.9"));
    assertThat(outside.statusCode()).isEqualTo(400);
    assertThat(outside.body()).contains("name: www.example.org (expected: bloomery.internal or a");
    HttpResponse<String> empty = root.post(RECORDS, "{}");
    assertThat(empty.statusCode()).isEqualTo(400);
    assertThat(empty.body()).contains("data: null (expected", "name: null", "type: null");
  }

  @Test
  void aKeyTellsItsSecretOnce() throws Exception {
    Caller root = person("root", Role.ADMINISTRATOR);
    String wanted = "{\"name\":\"robot\",\"updates\":[\"dyn.bloomery.internal.\"]}";
    HttpResponse<String> made = root.post(KEYS, wanted);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("Location")).contains(KEYS + "/robot");
    assertThat(JsonPath.<String>read(made.body(), "$.algorithm")).isEqualTo("hmac-sha256");
    String secret = JsonPath.read(made.body(), "$.secret");
    String list = root.get(KEYS).body();
    assertThat(list).contains("dyn.bloomery.internal").doesNotContain(secret, "secret");
    String signed = "hmac-sha256:robot:" + secret;
    assertThat(updated(signed, "update add a.dyn.bloomery.internal 60 A 127.17.1.9")).isEmpty();
    assertThat(dig("a.dyn.bloomery.internal")).isEqualTo("127.17.1.9");
    List<Integer> ids =
        JsonPath.read(root.get(RECORDS).body(), "$.items[?(@.name=='a.dyn.bloomery.internal')].id");
    assertThat(root.delete(RECORDS + "/" + ids.get(0)).statusCode()).isEqualTo(204);
    assertThat(dig("a.dyn.bloomery.internal")).isEmpty();
    assertThat(root.delete(KEYS + "/robot").statusCode()).isEqualTo(204);
    assertThat(root.delete(KEYS + "/robot").statusCode()).isEqualTo(404);
    assertThat(updated(signed, "update delete a.dyn.bloomery.internal")).contains("BADKEY");
    for (Role role : List.of(Role.OPERATOR, Role.VIEWER, Role.USER)) {
      Caller other = person("key-" + role.name().toLowerCase(Locale.ROOT), role);
      assertThat(other.get(KEYS).statusCode()).isEqualTo(403);
      assertThat(other.post(KEYS, wanted).statusCode()).isEqualTo(403);
      assertThat(other.delete(KEYS + "/robot").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void aSecretIsNotSaidBack() {
    Caller root = person("root", Role.ADMINISTRATOR);
    for (String secret : List.of("not-Base64-at-all", "c2hvcnQ=", "x".repeat(701))) {
      String wanted = "{\"name\":\"robot\",\"secret\":\"%s\"}".formatted(secret);
      HttpResponse<String> refused = root.post(KEYS, wanted);
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("secret: ", "expected").doesNotContain(secret);
    }
  }

  private static String updated(String key, String line) throws IOException {
    Process process = new ProcessBuilder("nsupdate", "-y", key).redirectErrorStream(true).start();
    String text = "server 127.0.0.1 %d\nzone bloomery.internal\n%s\nsend\n".formatted(DNS, line);
    process.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static String body(String name, String address) {
    return "{\"name\":\"%s\",\"type\":\"A\",\"data\":\"%s\"}".formatted(name, address);
  }

  private static String dig(String... question) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("dig", "@127.0.0.1", "-p", "" + DNS, "+short", "+time=8"));
    command.addAll(List.of(question));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static int freePort() {
    try (DatagramSocket socket = new DatagramSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new IllegalStateException(none);
    }
  }
}
