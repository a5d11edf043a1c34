package io.bloomery.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineStatus;
import io.bloomery.network.Addresses;
import io.bloomery.process.signin.Role;
import io.bloomery.started.Caller;
import io.bloomery.started.StartedController;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class InterfaceRestTest extends StartedController {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Autowired private Addresses addresses;

  @Test
  void interfacesAreConfiguredShownAndReset() throws Exception {
    Caller operator = person("ivy", Role.OPERATOR);
    Machine machine = free();
    String path = path(machine);
    JsonNode before = json(operator.get(path), 200);
    assertThat(before.get("configured").asBoolean()).isFalse();
    assertThat(before.get("interfaces").get(0).toString())
        .contains("\"name\":\"eth0\"", machine.mac().value(), "\"AUTO\"", "\"bootNic\":true");
    String body =
        """
        {"interfaces": [
          {"name": "eth0", "mac": "%s"},
          {"name": "bond0", "bond": {"members": ["eth0"], "parameters": {"mode": "802.3ad", "lacp-rate": "fast"}},
           "mtu": 9000, "links": [{"mode": "STATIC", "subnet": %d, "address": "10.17.17.88"}]}]}
        """
            .formatted(machine.mac(), subnet());
    JsonNode after = json(operator.put(path, body), 200);
    assertThat(after).isEqualTo(json(operator.get(path), 200));
    assertThat(after.get("configured").asBoolean()).isTrue();
    JsonNode bond = after.get("interfaces").get(1);
    assertThat(bond.get("kind").asText()).isEqualTo("BOND");
    assertThat(bond.get("mac").asText()).isEqualTo(machine.mac().value());
    assertThat(bond.get("bond").toString()).contains("\"lacp-rate\":\"fast\"", "[\"eth0\"]");
    assertThat(bond.get("links").toString()).contains("10.17.17.88");
    assertThat(operator.get("/api/v1/machines/" + machine.name() + "/events").body())
        .contains("eth0, bond0 from the next deployment on");
    Machine other = free();
    assertThat(
            detail(
                operator.put(path(other), body.replace(machine.mac().value(), other.mac().value())),
                400))
        .contains("10.17.17.88", "one that nobody has");
    assertThat(json(operator.delete(path), 200).get("configured").asBoolean()).isFalse();
    assertThat(
            json(
                    operator.put(
                        path(other), body.replace(machine.mac().value(), other.mac().value())),
                    200)
                .toString())
        .contains("10.17.17.88");
    json(operator.delete(path(other)), 200);
  }

  @Test
  void nonsenseIsRefusedWithItsValue() throws Exception {
    Caller operator = person("ida", Role.OPERATOR);
    Machine machine = free();
    String path = path(machine);
    assertThat(detail(operator.put(path, "{}"), 400)).contains("interfaces");
    assertThat(detail(operator.put(path, "{\"interfaces\":[null]}"), 400)).contains("interfaces");
    assertThat(detail(operator.put(path, card("52:54", "AUTO", null)), 400)).contains("52:54");
    assertThat(detail(operator.put(path, card("52:54:00:00:00:99", "AUTO", null)), 400))
        .contains("52:54:00:00:00:99", machine.mac().value());
    assertThat(detail(operator.put(path, card(machine.mac().value(), "STATIC", null)), 400))
        .contains("address: null");
    assertThat(detail(operator.put(path, card(machine.mac().value(), "AUTO", "10.17.17.80")), 400))
        .contains("10.17.17.80", "STATIC takes one");
    assertThat(
            detail(operator.put(path, card(machine.mac().value(), "STATIC", "10.17.17.150")), 400))
        .contains("10.17.17.150", "10.17.17.10-10.17.17.99");
    assertThat(detail(operator.put(path, card(machine.mac().value(), "SLAAC", null)), 400))
        .contains("SLAAC");
    assertThat(operator.put("/api/v1/machines/nobody/interfaces", "{}").statusCode())
        .isIn(400, 404);
  }

  /** Whoever has it, and however it came there. */
  @Test
  void addressOfADeployedMachineIsNeverFreedByHand() throws Exception {
    Caller operator = person("iris", Role.OPERATOR);
    Machine machine = free();
    String fixed = "/api/v1/subnets/" + subnet() + "/addresses";
    String pair = "{\"address\":\"10.17.17.89\",\"mac\":\"%s\"}".formatted(machine.mac());
    assertThat(operator.post(fixed, pair).statusCode()).isEqualTo(201);
    machines.moveTo(machine.id(), MachineStatus.ALLOCATED, "test", "test");
    machines.moveTo(machine.id(), MachineStatus.DEPLOYING, "test", "test");
    assertThat(addresses.reserve(machine)).isEqualTo("10.17.17.89");
    assertThat(detail(operator.delete(fixed + "/10.17.17.89"), 409))
        .contains("10.17.17.89", machine.name(), "Deploying");
    assertThat(detail(operator.delete(path(machine)), 409)).contains("Deploying");
    assertThat(detail(operator.put(path(machine), card(machine.mac().value(), "AUTO", null)), 409))
        .contains("Deploying", "release it before");
    addresses.free(machines.get(machine.id()));
    assertThat(operator.delete(fixed + "/10.17.17.89").statusCode()).isEqualTo(204);
    assertThat(operator.delete(fixed + "/10.17.17.89").statusCode()).isEqualTo(404);
  }

  @Test
  void onlyWhoLooksAfterThePoolMay() throws Exception {
    Machine machine = free();
    Caller viewer = person("ilse", Role.VIEWER);
    assertThat(viewer.get(path(machine)).statusCode()).isEqualTo(200);
    String body = card(machine.mac().value(), "AUTO", null);
    assertThat(viewer.put(path(machine), body).statusCode()).isEqualTo(403);
    assertThat(viewer.delete(path(machine)).statusCode()).isEqualTo(403);
    Caller user = person("ines", Role.USER);
    assertThat(user.get(path(machine)).statusCode()).isEqualTo(403);
    assertThat(user.put(path(machine), body).statusCode()).isEqualTo(403);
  }

  @Test
  void openApiDescribesThem() throws Exception {
    JsonNode document = json(admin().get("/api/v1/openapi"), 200);
    String put = document.at("/paths/~1api~1v1~1machines~1{machine}~1interfaces/put").toString();
    assertThat(put).contains("schemas/InterfacesBody", "schemas/OfMachine");
    assertThat(document.at("/components/schemas/InterfacesBody").toString())
        .contains("schemas/InterfaceBody");
    assertThat(document.at("/components/schemas/LinkBody").toString())
        .contains("STATIC", "address");
  }

  private String card(String mac, String mode, String address) throws Exception {
    return "{\"interfaces\":[{\"name\":\"eth0\",\"mac\":\"%s\",\"links\":[{\"mode\":\"%s\",\"subnet\":%d%s}]}]}"
        .formatted(mac, mode, subnet(), address == null ? "" : ",\"address\":\"" + address + "\"");
  }

  private static String path(Machine machine) {
    return "/api/v1/machines/" + machine.name() + "/interfaces";
  }

  private long subnet() throws Exception {
    for (JsonNode subnet : JSON.readTree(admin().get("/api/v1/subnets").body())) {
      if (subnet.get("fromSettings").asBoolean()) {
        return subnet.get("id").asLong();
      }
    }
    throw new AssertionError("no subnet of the settings");
  }

  private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JSON.readTree(answer.body());
  }

  private static String detail(HttpResponse<String> answer, int status) throws Exception {
    return json(answer, status).get("detail").asText();
  }
}
