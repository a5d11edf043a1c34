package io.bloomery.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloomery.process.signin.Role;
import io.bloomery.started.Caller;
import io.bloomery.started.StartedController;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class DeviceRestTest extends StartedController {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEVICES = "/api/v1/devices";

  @Test
  void deviceIsRecordedChangedAndForgotten() throws Exception {
    Caller operator = person("petra", Role.OPERATOR);
    HttpResponse<String> made = operator.post(DEVICES, body("printer", "AC:00:00:00:00:01", "90"));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    JsonNode device = JSON.readTree(made.body());
    String path = DEVICES + "/" + device.get("id").asLong();
    assertThat(operator.get(path).body()).isEqualTo(made.body());
    assertThat(device.get("mac").asText()).isEqualTo("ac:00:00:00:00:01");
    assertThat(operator.get(DEVICES).body()).contains("printer");
    assertThat(operator.put(path, body("copier", "AC:00:00:00:00:01", "91")).body())
        .contains("copier", "10.17.17.91");
    HttpResponse<String> freed =
        operator.delete("/api/v1/subnets/" + subnet() + "/addresses/10.17.17.91");
    assertThat(freed.statusCode()).isEqualTo(409);
    assertThat(freed.body()).contains("change device copier");
    assertThat(operator.delete(path).statusCode()).isEqualTo(204);
    assertThat(operator.get(path).statusCode()).isEqualTo(404);
    assertThat(operator.delete(path).statusCode()).isEqualTo(404);
  }

  @Test
  void nonsenseIsRefusedWithItsValue() {
    Caller operator = person("paul", Role.OPERATOR);
    assertThat(refused(operator, body("x y", "ac:00:00:00:00:02", "92"))).contains("name: x y");
    assertThat(refused(operator, body("x", "ac:00", "92"))).contains("ac:00");
    assertThat(refused(operator, body("x", "ac:00:00:00:00:02", "150"))).contains("10.17.17.150");
    assertThat(refused(operator, "{}")).contains("name", "mac");
  }

  @Test
  void onlyWhoLooksAfterThePoolMay() {
    Caller viewer = person("vivian", Role.VIEWER);
    assertThat(viewer.get(DEVICES).statusCode()).isEqualTo(200);
    String body = body("y", "ac:00:00:00:00:03", "93");
    assertThat(viewer.post(DEVICES, body).statusCode()).isEqualTo(403);
    assertThat(viewer.put(DEVICES + "/1", body).statusCode()).isEqualTo(403);
    assertThat(viewer.delete(DEVICES + "/1").statusCode()).isEqualTo(403);
    Caller user = person("ursula", Role.USER);
    assertThat(user.get(DEVICES).statusCode()).isEqualTo(403);
    assertThat(user.get(DEVICES + "/1").statusCode()).isEqualTo(403);
  }

  private long subnet() throws Exception {
    return JSON.readTree(admin().get("/api/v1/subnets").body()).get(0).get("id").asLong();
  }

  private static String refused(Caller caller, String body) {
    HttpResponse<String> answer = caller.post(DEVICES, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return answer.body();
  }

  private static String body(String name, String mac, String last) {
    return "{\"name\":\"%s\",\"mac\":\"%s\",\"address\":\"10.17.17.%s\"}"
        .formatted(name, mac, last);
  }
}
