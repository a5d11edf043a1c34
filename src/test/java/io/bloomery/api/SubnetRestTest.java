package io.bloomery.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloomery.process.signin.Role;
import io.bloomery.started.Caller;
import io.bloomery.started.StartedController;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class SubnetRestTest extends StartedController {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void subnetOfTheSettingsIsThere() throws Exception {
    JsonNode subnet = json(admin().get("/api/v1/subnets")).get(0);
    assertThat(subnet.get("cidr").asText()).isEqualTo("10.17.17.0/24");
    assertThat(subnet.get("fromSettings").asBoolean()).isTrue();
    assertThat(subnet.get("usage").get("total").asInt()).isEqualTo(90);
    assertThat(admin().delete("/api/v1/subnets/" + subnet.get("id").asLong()).body())
        .contains("as bloomery.network.* says");
  }

  @Test
  void networkIsPlannedAndAnAddressReserved() throws Exception {
    Caller operator = person("netty", Role.OPERATOR);
    long fabric = id(operator.post("/api/v1/fabrics", "{\"name\":\"hall 2\"}"));
    long vlan =
        id(
            operator.post(
                "/api/v1/vlans",
                "{\"fabric\":%d,\"vid\":30,\"name\":\"printers\",\"dhcp\":true,\"device\":\"eth-rest\"}"
                    .formatted(fabric)));
    assertThat(json(operator.get("/api/v1/vlans")).toString())
        .contains("\"name\":\"printers\",\"mtu\":1500,\"dhcp\":true,\"device\":\"eth-rest\"");
    String body =
        "{\"vlan\":%d,\"name\":\"printers\",\"cidr\":\"%s\",\"gateway\":\"10.30.0.1\",\"ntpServers\":[\"10.30.0.1\"],\"logServer\":\"10.30.0.1\",\"ranges\":"
            + "[{\"kind\":\"RESERVED\",\"addresses\":\"%s\"}]}";
    long subnet =
        id(
            operator.post(
                "/api/v1/subnets", body.formatted(vlan, "10.30.0.0/29", "10.30.0.2-10.30.0.3")));
    assertThat(
            operator
                .post(
                    "/api/v1/subnets", body.formatted(vlan, "10.30.0.0/24", "10.30.0.2-10.30.0.3"))
                .body())
        .contains("10.30.0.0/24", "none of the addresses of subnet 10.30.0.0/29");
    String path = "/api/v1/subnets/" + subnet;
    String pair = "{\"address\":\"%s\",\"mac\":\"00:11:22:33:44:%s\"}";
    assertThat(operator.post(path + "/addresses", pair.formatted("10.30.0.2", "01")).statusCode())
        .isEqualTo(400);
    for (int last = 4; last <= 6; last++) {
      assertThat(
              operator
                  .post(path + "/addresses", pair.formatted("10.30.0." + last, "0" + last))
                  .statusCode())
          .isEqualTo(201);
    }
    assertThat(json(operator.get(path)).get("usage").toString())
        .isEqualTo("{\"total\":3,\"taken\":3,\"free\":0,\"low\":true}");
    assertThat(json(operator.get(path)).get("ntpServers").toString()).isEqualTo("[\"10.30.0.1\"]");
    assertThat(json(operator.get(path)).get("logServer").asText()).isEqualTo("10.30.0.1");
    assertThat(operator.delete(path).statusCode()).isEqualTo(400);
    for (int last = 4; last <= 6; last++) {
      assertThat(operator.delete(path + "/addresses/10.30.0." + last).statusCode()).isEqualTo(204);
    }
    assertThat(operator.delete(path).statusCode()).isEqualTo(204);
    assertThat(operator.get(path).statusCode()).isEqualTo(404);
    assertThat(operator.delete("/api/v1/vlans/" + vlan).statusCode()).isEqualTo(204);
    assertThat(operator.delete("/api/v1/fabrics/" + fabric).statusCode()).isEqualTo(204);
  }

  @Test
  void usersSeeNoPlan() {
    assertThat(person("uwe", Role.USER).get("/api/v1/subnets").statusCode()).isEqualTo(403);
    assertThat(person("vera", Role.VIEWER).post("/api/v1/fabrics", "{\"name\":\"x\"}").statusCode())
        .isEqualTo(403);
  }

  private static long id(HttpResponse<String> made) throws Exception {
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return json(made).get("id").asLong();
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body());
  }
}
