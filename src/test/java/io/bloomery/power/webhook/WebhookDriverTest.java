package io.bloomery.power.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.bloomery.machine.PowerState;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerDriverContract;
import io.bloomery.power.PowerTarget;
import io.bloomery.secret.TestSecrets;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookDriverTest extends PowerDriverContract {
  @TempDir Path data;
  private TestPlug plug;
  private WebhookDriver driver;

  @BeforeEach
  void start() throws Exception {
    plug = new TestPlug();
    driver = driver(List.of("127.0.0.1"));
  }

  @AfterEach
  void stop() {
    plug.close();
  }

  private WebhookDriver driver(List<String> inside) {
    WebhookSettings settings = new WebhookSettings(Duration.ofSeconds(3), true, inside);
    return new WebhookDriver(settings, TestSecrets.knownCertificates(data));
  }

  @Override
  protected PowerDriver driver() {
    return driver;
  }

  @Override
  protected Map<String, String> machine() {
    return plug.settings();
  }

  @Override
  protected Map<String, String> missingMachine() {
    Map<String, String> settings = plug.settings();
    for (String name : List.of("onUri", "offUri", "queryUri")) {
      settings.put(name, plug.uri() + "/relay/1");
    }
    return settings;
  }

  @Override
  protected Map<String, String> absentControl() {
    Map<String, String> settings = plug.settings();
    settings.put("queryUri", "http://127.0.0.1:9/relay/0");
    return settings;
  }

  @Override
  protected Map.Entry<String, Map<String, String>> malformed() {
    return Map.entry("onPattern", with("onPattern", "(ison"));
  }

  @Test
  void fillsInTheMachine() {
    driver.turnOn(new PowerTarget("m1", with("body", "{\"node\": \"{machine}\"}")));
    assertThat(plug.log).containsExactly("POST /relay/0?turn=on&for=m1 {\"node\": \"m1\"}");
    plug.log.clear();
    driver.turnOff(new PowerTarget("m1", with("method", "GET")));
    assertThat(plug.log).containsExactly("GET /relay/0?turn=off ");
  }

  @Test
  void whatFitsNothingIsUnknownAndWhatFitsBothIsFinal() {
    plug.answer = "<html>starting</html>";
    assertThat(driver.state(target())).isEqualTo(PowerState.UNKNOWN);
    plug.answer = "{\"ison\": true, \"was\": {\"ison\": false}}";
    assertThatThrownBy(() -> driver.state(target()))
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining("both onPattern and offPattern");
  }

  @Test
  void aPatternThatTakesForEverIsStopped() {
    plug.answer = "a".repeat(60_000);
    for (String bomb : List.of("(a+)+b", "(a|a)*b", "(a|aa)+$b")) {
      PowerTarget target = new PowerTarget("m1", with("onPattern", bomb));
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () ->
              assertThatThrownBy(() -> driver.state(target))
                  .isInstanceOf(FinalFailure.class)
                  .hasMessageContaining("looking for onPattern"));
    }
  }

  @Test
  void aLongAnswerIsCutOff() {
    plug.answer = "a".repeat(65 * 1024);
    assertThatThrownBy(() -> driver.state(target()))
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining("an answer longer than 65536 bytes");
  }

  @Test
  void statusesMeanWhatTheyMean() {
    for (int passing : List.of(408, 429, 500, 503)) {
      plug.status = passing;
      assertThatThrownBy(() -> driver.turnOn(target()))
          .isInstanceOf(PassingFailure.class)
          .hasMessageContaining("answered " + passing);
    }
    for (int end : List.of(302, 307, 400, 401, 403, 404)) {
      plug.status = end;
      assertThatThrownBy(() -> driver.turnOn(target()))
          .isInstanceOf(FinalFailure.class)
          .hasMessageContaining("answered " + end);
    }
  }

  @Test
  void oneThatHangsIsPassing() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String uri = "http://127.0.0.1:" + deaf.getLocalPort() + "/";
      assertThatThrownBy(() -> driver.state(new PowerTarget("m1", with("queryUri", uri))))
          .isInstanceOf(PassingFailure.class)
          .hasMessageContaining("within 3 s");
    }
  }

  @Test
  void doesNotReachInside() {
    WebhookDriver guarded = driver(List.of());
    for (String host :
        List.of(
            "127.0.0.1",
            "localhost",
            "169.254.169.254",
            "[::1]",
            "0.0.0.0",
            "[fe80::1]",
            "224.0.0.1",
            "2130706433")) {
      PowerTarget target = new PowerTarget("m1", with("queryUri", "http://" + host + ":9/"));
      assertThatThrownBy(() -> guarded.state(target))
          .as(host)
          .isInstanceOf(FinalFailure.class)
          .hasMessageContaining("bloomery.power.webhook.inside");
    }
    assertThat(plug.log).isEmpty();
    for (String uri : List.of("http://127.1/", "file:///etc/passwd", "http:x")) {
      assertThatThrownBy(() -> guarded.check(with("queryUri", uri)))
          .as(uri)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aTokenNeedsTls() {
    Map<String, String> settings = with("token", "Bearer sesame");
    assertThatThrownBy(() -> driver.check(settings))
        .hasMessageContaining("(expected: https, as there is a token)")
        .hasMessageNotContaining("sesame");
    settings.replaceAll((name, value) -> value.replace("http:", "https:"));
    driver.check(settings);
    settings.put("header", "Host");
    assertThatThrownBy(() -> driver.check(settings))
        .hasMessageContaining("webhook.header: Host (expected: ")
        .hasMessageNotContaining("sesame");
  }

  private Map<String, String> with(String setting, String value) {
    Map<String, String> settings = plug.settings();
    settings.put(setting, value);
    return settings;
  }
}
