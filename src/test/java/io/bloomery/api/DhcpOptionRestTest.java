package io.bloomery.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloomery.machine.Machine;
import io.bloomery.process.signin.Role;
import io.bloomery.started.Caller;
import io.bloomery.started.StartedController;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DhcpOptionRestTest extends StartedController {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MAC = "/api/v1/macs/AC-00-00-00-0A-01/dhcp-options";

  @Test
  void optionIsAddedReplacedAndRemoved() {
    Caller operator = person("oskar-option", Role.OPERATOR);
    HttpResponse<String> put =
        operator.put(MAC + "/ntp-servers", body("10.1.1.1, 10.1.1.2", false));
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    assertThat(put.body())
        .isEqualTo(
            "{\"option\":42,\"name\":\"ntp-servers\",\"format\":\"ADDRESSES\",\"value\":\"10.1.1.1,"
                + " 10.1.1.2\",\"force\":false}");
    assertThat(operator.put(MAC + "/42", body("10.1.1.3", true)).statusCode()).isEqualTo(200);
    assertThat(operator.put(MAC + "/224", body("01:a4", true)).statusCode()).isEqualTo(200);
    assertThat(operator.get(MAC).body())
        .isEqualTo(
            "[{\"option\":42,\"name\":\"ntp-servers\",\"format\":\"ADDRESSES\",\"value\":\"10.1.1.3\","
                + "\"force\":true},{\"option\":224,\"name\":\"224\",\"format\":\"HEX\",\"value\":"
                + "\"01:a4\",\"force\":true}]");
    assertThat(operator.delete(MAC + "/42").statusCode()).isEqualTo(204);
    assertThat(operator.delete(MAC + "/ntp-servers").statusCode()).isEqualTo(404);
    assertThat(operator.delete(MAC + "/224").statusCode()).isEqualTo(204);
    assertThat(operator.get(MAC).body()).isEqualTo("[]");
  }

  @Test
  void everyKindOfHolderHasItsOwnAndTakesThemAlong() throws Exception {
    Caller operator = person("oskar-option", Role.OPERATOR);
    Machine machine = free();
    String ofMachine = "/api/v1/machines/" + machine.name() + "/dhcp-options";
    long subnet = JSON.readTree(operator.get("/api/v1/subnets").body()).get(0).get("id").asLong();
    String ofSubnet = "/api/v1/subnets/" + subnet + "/dhcp-options";
    HttpResponse<String> made =
        operator.post("/api/v1/devices", "{\"name\":\"phone\",\"mac\":\"ac:00:00:00:0a:02\"}");
    String device = "/api/v1/devices/" + JSON.readTree(made.body()).get("id").asLong();
    for (String path : new String[] {ofMachine, ofSubnet, device + "/dhcp-options"}) {
      HttpResponse<String> put = operator.put(path + "/time-offset", body("-3600", false));
      assertThat(put.statusCode()).as(path + put.body()).isEqualTo(200);
      assertThat(operator.get(path).body()).contains("\"value\":\"-3600\"");
    }
    assertThat(operator.delete(ofSubnet + "/2").statusCode()).isEqualTo(204);
    assertThat(operator.get(ofMachine).body()).contains("time-offset");
    assertThat(operator.delete(device).statusCode()).isEqualTo(204);
    machines.forget(machine.id());
    assertThat(operator.get(ofMachine).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "53 | 05 | option: 53 (expected: another one; the server decides it)",
        "54 | 0a000001 | option: 54 (expected: another one; the server decides it)",
        "51 | 1 | option: 51 (expected: another one; the server decides it)",
        "1 | ffffff00 | option: 1 (expected: another one; the server decides it)",
        "82 | 01 | option: 82 (expected: another one; it is the relay's)",
        "61 | 01 | option: 61 (expected: another one; it is a client's word)",
        "0 | 01 | option: 0 (expected: a number from 1 to 254",
        "255 | 01 | option: 255 (expected: a number from 1 to 254",
        "clock | 01 | option: clock (expected: a number from 1 to 254, or a name",
        "ntp-servers | pool.ntp.org | value: pool.ntp.org (expected: IPv4 addresses",
        "interface-mtu | 70000 | value: 70000 (expected: a whole number from 0 to 65535)",
        "interface-mtu | -1 | value: -1 (expected: a whole number from 0 to 65535)",
        "default-ip-ttl | 256 | value: 256 (expected: a whole number from 0 to 255)",
        "time-offset | 2147483648 | value: 2147483648 (expected: a whole number from -2147483648",
        "ip-forwarding | yes | value: yes (expected: true or false)",
        "domain-name | ü | value: ü (expected: printable ASCII)",
        "domain-search | a..b | value: a..b (expected: names of domains",
        "224 | 01a | value: 01a (expected: bytes in hexadecimal"
      })
  void nonsenseIsRefusedWithValueAndReason(String option, String value, String why)
      throws Exception {
    HttpResponse<String> answer =
        person("oskar-option", Role.OPERATOR).put(MAC + "/" + option, body(value, false));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(JSON.readTree(answer.body()).get("detail").asText()).startsWith(why);
  }

  @Test
  void boundsHold() {
    Caller operator = person("oskar-option", Role.OPERATOR);
    HttpResponse<String> longest = operator.put(MAC + "/225", body("ab".repeat(1001), false));
    assertThat(longest.statusCode()).isEqualTo(400);
    assertThat(longest.body()).contains("value: 1001 bytes (expected: at most 1000)");
    String many = "/api/v1/macs/ac:00:00:00:0a:03/dhcp-options/";
    for (int i = 0; i < 50; i++) {
      assertThat(operator.put(many + (200 + i), body("00", false)).statusCode()).isEqualTo(200);
    }
    assertThat(operator.put(many + "253", body("00", false)).body()).contains("at most 50");
  }

  @Test
  void onlyWhoLooksAfterThePoolMay() {
    Caller viewer = person("vera-option", Role.VIEWER);
    assertThat(viewer.get(MAC).statusCode()).isEqualTo(200);
    assertThat(viewer.put(MAC + "/42", body("10.1.1.1", false)).statusCode()).isEqualTo(403);
    assertThat(viewer.delete(MAC + "/42").statusCode()).isEqualTo(403);
    Caller user = person("ulla-option", Role.USER);
    assertThat(user.get(MAC).statusCode()).isEqualTo(403);
  }

  private static String body(String value, boolean force) {
    return "{\"value\":\"%s\",\"force\":%s}".formatted(value, force);
  }
}
