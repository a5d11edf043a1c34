package io.bloomery.web.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.started.Caller;
import io.bloomery.started.StartedController;
import jakarta.ws.rs.Path;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.engine.rest.impl.DefaultProcessEngineRestServiceImpl;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who has not signed in gets the sign-in page and its looks, and nothing else. */
class AnonymousTest extends StartedController {
  private static final Set<String> OPEN = Set.of("/sign-in");
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH");

  @Autowired private RequestMappingHandlerMapping requestMappingHandlerMapping;

  @Test
  void everyPathOfOurOwnIsClosed() {
    Set<String> paths = new TreeSet<>();
    requestMappingHandlerMapping
        .getHandlerMethods()
        .keySet()
        .forEach(mapping -> paths.addAll(mapping.getPatternValues()));
    assertThat(paths).contains("/", "/api/v1/machines/{machine}", "/api/v1/openapi");
    paths.removeAll(OPEN);
    paths.stream().map(path -> path.replaceAll("\\{[^}]*}", "x")).forEach(this::assertClosed);
  }

  @Test
  void everyResourceOfTheEngineIsClosed() {
    List<String> resources =
        Arrays.stream(DefaultProcessEngineRestServiceImpl.class.getMethods())
            .filter(method -> method.isAnnotationPresent(Path.class))
            .map(method -> method.getAnnotation(Path.class).value())
            .map(path -> path.startsWith("/") ? path : "/" + path)
            .toList();
    assertThat(resources).hasSizeGreaterThan(30);
    Stream.concat(
            resources.stream(),
            Stream.of("", "/", "/engine", "/engine/default", "/engine/default/task"))
        .forEach(path -> assertClosed("/engine-rest" + path));
  }

  @Test
  void everyWebApplicationIsClosed() {
    Stream.of(
            "/camunda",
            "/camunda/",
            "/camunda/app/tasklist/default/",
            "/camunda/app/cockpit/default/",
            "/camunda/app/admin/default/",
            "/camunda/app/admin/default/setup/",
            "/camunda/app/welcome/default/",
            "/camunda/lib/deps.js",
            "/camunda/api/engine/engine/",
            "/camunda/api/engine/engine/default/user",
            "/camunda/api/admin/setup/default/user/create",
            "/camunda/api/admin/auth/user/default/login/admin",
            "/camunda/api/admin/plugin/adminPlugins/static/app/plugin.css")
        .forEach(this::assertClosed);
  }

  @Test
  void whatDoesNotExistLooksTheSame() {
    Stream.of(
            "/nothing",
            "/error",
            "/actuator",
            "/h2-console",
            "/swagger-ui.html",
            "/v3/api-docs",
            "/index.html",
            "/;/api/v1/me")
        .forEach(this::assertClosed);
  }

  @Test
  void theSignInPageHasItsLooks() {
    assertThat(anonymous().get("/sign-in").statusCode()).isEqualTo(200);
    assertThat(anonymous().get("/assets/bloomery.css").statusCode()).isEqualTo(200);
  }

  @Test
  void strangersTakeNoMemory() {
    for (String path : List.of("/sign-in", "/", "/camunda/app/tasklist/default/", "/api/v1/me")) {
      for (String method : METHODS) {
        Caller stranger = anonymous();
        stranger.send(method, path, null, null);
        assertThat(stranger.cookie("JSESSIONID")).as(method + " " + path).isEmpty();
      }
    }
  }

  @Test
  void programsAreToldWhatIsExpectedAndBrowsersAreNotAskedForPasswords() {
    HttpResponse<String> answer = anonymous().get("/api/v1/machines");
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"bloomery\"");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("expected: HTTP Basic, a bearer token, or the session");
  }

  private void assertClosed(String path) {
    Caller caller = anonymous();
    for (String method : METHODS) {
      HttpResponse<String> answer = caller.send(method, path, null, null);
      boolean closed =
          List.of(400, 401, 403, 404).contains(answer.statusCode())
              || answer.statusCode() == 302
                  && answer.headers().firstValue("Location").orElse("").endsWith("/sign-in");
      assertThat(closed)
          .as("%s %s answered %d: %s", method, path, answer.statusCode(), answer.body())
          .isTrue();
      assertThat(answer.body().length())
          .as("%s %s says: %s", method, path, answer.body())
          .isLessThan(700);
    }
  }
}
