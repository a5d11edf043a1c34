package io.bloomery.web.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.bloomery.process.signin.Role;
import io.bloomery.started.Caller;
import io.bloomery.started.StartedController;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One sign-in for everything, and no way around it. */
class SignInTest extends StartedController {
  private static final String ME = "/api/v1/me";
  private static final String TASKLIST = "/camunda/app/tasklist/default/";
  private static final String ENGINE = "/camunda/api/engine/engine/default";

  @Test
  void aBrowserSignsInOnceForPagesRestAndWebApplications() {
    Caller browser = anonymous();
    assertThat(browser.signIn("admin", adminPassword()).statusCode()).isEqualTo(302);
    assertThat(browser.get("/").body()).contains("Tasklist", "Cockpit", "Admin");
    assertThat(browser.get(ME).body()).contains("\"name\":\"admin\"");
    assertThat(browser.get("/engine-rest/engine").statusCode()).isEqualTo(200);
    for (String application : new String[] {"tasklist", "cockpit", "admin", "welcome"}) {
      assertThat(browser.get("/camunda/app/" + application + "/default/").statusCode())
          .isEqualTo(200);
      assertThat(browser.get("/camunda/app/" + application + "/styles/user-styles.css").body())
          .contains(".ce-eol-banner");
    }
    assertThat(browser.get(ENGINE + "/filter").body()).contains("My tasks", "All tasks");
  }

  @Test
  void theWebApplicationsChangeThingsWithTheirOwnCsrfTokenAndNotWithoutIt() {
    Caller browser = anonymous();
    browser.signIn("admin", adminPassword());
    browser.get(TASKLIST);
    String token = browser.cookie("XSRF-TOKEN").orElseThrow();
    assertThat(browser.with("X-XSRF-TOKEN", token).post(ENGINE + "/task", "{}").statusCode())
        .isEqualTo(200);
    assertThat(browser.with("X-XSRF-TOKEN", "other").post(ENGINE + "/task", "{}").statusCode())
        .isEqualTo(403);
  }

  @Test
  void restWithASessionNeedsTheCsrfToken() {
    Caller browser = anonymous();
    browser.signIn("admin", adminPassword());
    String key = "{\"name\":\"csrf\",\"days\":1}";
    HttpResponse<String> refused = browser.post(ME + "/tokens", key);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("X-CSRF-TOKEN");
    assertThat(browser.post("/engine-rest/task", "{}").statusCode()).isEqualTo(403);
    String token = browser.csrf("/");
    assertThat(browser.with("X-CSRF-TOKEN", token).post(ME + "/tokens", key).statusCode())
        .isEqualTo(201);
    assertThat(browser.post("/engine-rest/task", "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void aWrongAuthorizationHeaderIsNotRescuedByASession() {
    Caller browser = anonymous();
    browser.signIn("admin", adminPassword());
    assertThat(browser.basic("admin", "wrong").post(ME + "/tokens", "{}").statusCode())
        .isEqualTo(401);
  }

  @Test
  void signingInNeedsTheCsrfTokenAndChangesTheSession() {
    Caller browser = anonymous();
    assertThat(browser.form("/sign-in", "name=admin&password=" + adminPassword()).statusCode())
        .isEqualTo(403);
    browser.signIn("admin", adminPassword());
    String before = browser.cookie("JSESSIONID").orElseThrow();
    browser.signIn("admin", adminPassword());
    assertThat(browser.cookie("JSESSIONID").orElseThrow()).isNotEqualTo(before);
  }

  @Test
  void whoWasSentToSignInGoesOnWhereHeWanted() {
    Caller browser = anonymous();
    assertThat(browser.get(TASKLIST).statusCode()).isEqualTo(302);
    assertThat(
            browser.signIn("admin", adminPassword()).headers().firstValue("Location").orElseThrow())
        .endsWith(TASKLIST);
  }

  @Test
  void manyGuessesAtOnceAreNoMoreThanOneAfterAnother() throws Exception {
    person("crowded", Role.USER);
    ExecutorService threads = Executors.newFixedThreadPool(30);
    try {
      List<Callable<Integer>> guesses =
          IntStream.range(0, 30)
              .<Callable<Integer>>mapToObj(
                  i -> () -> anonymous().basic("crowded", "guess" + i).get(ME).statusCode())
              .toList();
      int tried = 0;
      for (Future<Integer> answer : threads.invokeAll(guesses)) {
        tried += answer.get() == 401 ? 1 : 0;
      }
      assertThat(tried).isEqualTo(5);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void signingOutEndsTheSessionEverywhere() {
    Caller browser = anonymous();
    browser.signIn("admin", adminPassword());
    browser.get(TASKLIST);
    browser.form("/sign-out", "_csrf=" + browser.csrf("/"));
    assertThat(browser.get(ME).statusCode()).isEqualTo(401);
    assertThat(browser.get(TASKLIST).statusCode()).isEqualTo(302);

    Caller tasklist = anonymous();
    tasklist.signIn("admin", adminPassword());
    tasklist.get(TASKLIST);
    assertThat(tasklist.post("/camunda/api/admin/auth/user/default/logout", "{}").statusCode())
        .isEqualTo(204);
    assertThat(tasklist.get("/").statusCode()).isEqualTo(302);
  }

  @Test
  void aTokenWorksUntilItIsRevoked() {
    HttpResponse<String> made = admin().post(ME + "/tokens", "{\"name\":\"script\",\"days\":30}");
    assertThat(made.statusCode()).isEqualTo(201);
    String secret = JsonPath.read(made.body(), "$.secret");
    Caller program = anonymous().bearer(secret);
    assertThat(program.get(ME).body()).contains("\"name\":\"admin\"");
    assertThat(program.get("/engine-rest/process-definition").statusCode()).isEqualTo(200);
    assertThat(admin().get(ME + "/tokens").body()).contains("script").doesNotContain(secret);
    Object id = JsonPath.read(made.body(), "$.id");
    assertThat(admin().delete(ME + "/tokens/" + id).statusCode()).isEqualTo(204);
    assertThat(program.get(ME).statusCode()).isEqualTo(401);
    assertThat(anonymous().bearer("bloom_" + "A".repeat(43)).get(ME).statusCode()).isEqualTo(401);
  }

  @Test
  void guessingIsSlowedDownAndLocksNobodyOut() {
    person("victim", Role.USER);
    Caller guesser = anonymous().basic("victim", "wrong");
    for (int i = 0; i < 5; i++) {
      assertThat(guesser.get(ME).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> paused = guesser.get(ME);
    assertThat(paused.statusCode()).isEqualTo(429);
    assertThat(paused.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 10L);
    // The right password has to wait too, or the pause would tell which one it is.
    assertThat(anonymous().basic("victim", password("victim")).get(ME).statusCode()).isEqualTo(429);
    // The engine's own lock is not touched, and others sign in from the same address.
    assertThat(admin().get(ME).statusCode()).isEqualTo(200);
    assertThat(admin().get("/engine-rest/user/victim/profile").statusCode()).isEqualTo(200);
    assertThat(accounts.verify("victim", password("victim"))).isPresent();
  }

  @Test
  void nobodyChecksPasswordsPastTheThrottle() {
    String guess = "{\"username\":\"admin\",\"password\":\"wrong\"}";
    Caller user = person("curious", Role.USER);
    assertThat(user.post("/engine-rest/identity/verify", guess).statusCode()).isEqualTo(403);
    assertThat(user.post("/engine-rest/engine/default/identity/verify", guess).statusCode())
        .isEqualTo(403);
    assertThat(user.post("/engine-rest/identity/verify/", guess).statusCode()).isEqualTo(403);
    assertThat(user.post("/engine-rest/engine/default/identity/verify/", guess).statusCode())
        .isEqualTo(403);
    Caller browser = anonymous();
    browser.signIn("admin", adminPassword());
    browser.get(TASKLIST);
    browser.with("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN").orElseThrow());
    assertThat(browser.post(ENGINE + "/identity/verify/", guess).statusCode()).isEqualTo(403);
    assertThat(
            browser
                .form(
                    "/camunda/api/admin/auth/user/default/login/tasklist/",
                    "username=admin&password=wrong")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void anotherPasswordEndsSessionsAndCachedCredentials() {
    Caller program = person("mover", Role.USER);
    Caller browser = anonymous();
    browser.signIn("mover", password("mover"));
    assertThat(browser.get(ME).statusCode()).isEqualTo(200);
    assertThat(program.get(ME).statusCode()).isEqualTo(200);
    String change =
        "{\"oldPassword\":\"%s\",\"newPassword\":\"another horse\"}".formatted(password("mover"));
    assertThat(program.send("PUT", ME + "/password", "application/json", change).statusCode())
        .isEqualTo(204);
    assertThat(program.get(ME).statusCode()).isEqualTo(401);
    assertThat(browser.get(ME).statusCode()).isEqualTo(401);
    assertThat(anonymous().basic("mover", "another horse").get(ME).statusCode()).isEqualTo(200);
  }

  @Test
  void aStolenTokenGuessesThePasswordNoFasterThanAnybody() {
    Caller thief = anonymous().bearer(token(person("robbed", Role.USER)));
    String change = "{\"oldPassword\":\"guess\",\"newPassword\":\"another horse\"}";
    for (int i = 0; i < 5; i++) {
      assertThat(thief.send("PUT", ME + "/password", "application/json", change).statusCode())
          .isEqualTo(400);
    }
    HttpResponse<String> paused = thief.send("PUT", ME + "/password", "application/json", change);
    assertThat(paused.statusCode()).isEqualTo(429);
    assertThat(paused.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void tokensAndKeysEndWithThePasswordAndTheAccount() {
    String token = token(person("leaver", Role.USER));
    Caller program = anonymous().bearer(token);
    assertThat(program.get(ME).statusCode()).isEqualTo(200);
    // Past our own interface: the engine's own way to another password.
    String other = "{\"password\":\"another horse\",\"authenticatedUserPassword\":\"%s\"}";
    assertThat(
            admin()
                .send(
                    "PUT",
                    "/engine-rest/user/leaver/credentials",
                    "application/json",
                    other.formatted(adminPassword()))
                .statusCode())
        .isEqualTo(204);
    assertThat(anonymous().basic("leaver", "another horse").get(ME).statusCode()).isEqualTo(200);
    assertThat(program.get(ME).statusCode()).isEqualTo(401);

    Caller leaver = anonymous().basic("leaver", "another horse");
    String second = token(leaver);
    String key =
        "{\"key\":\"ssh-ed25519"
            + " AAAAC3NzaC1lZDI1NTE5AAAAICzIUzkONlfwf/1cYIF4jr/nLjklPkj08cHG1AYPXNjl a@b\"}";
    assertThat(leaver.post(ME + "/keys", key).statusCode()).isEqualTo(201);
    for (Caller caller : new Caller[] {leaver, admin()}) {
      assertThat(caller.delete("/engine-rest/user/leaver").statusCode()).isEqualTo(403);
      assertThat(caller.delete("/engine-rest/engine/default/user/leaver/").statusCode())
          .isEqualTo(403);
    }
    assertThat(admin().delete("/api/v1/people/leaver").statusCode()).isEqualTo(204);
    accounts.create("leaver", "a third horse", Role.USER);
    assertThat(anonymous().bearer(second).get(ME).statusCode()).isEqualTo(401);
    assertThat(anonymous().basic("leaver", "a third horse").get(ME + "/keys").body())
        .isEqualTo("[]");
  }

  private static String token(Caller person) {
    return JsonPath.read(
        person.post(ME + "/tokens", "{\"name\":\"script\",\"days\":30}").body(), "$.secret");
  }

  @Test
  void rolesReachTheEngine() {
    assertThat(person("olga", Role.OPERATOR).get("/engine-rest/process-definition").body())
        .contains("commission-machine");
    assertThat(person("vera", Role.VIEWER).get("/engine-rest/process-definition").body())
        .contains("commission-machine");
    assertThat(person("ulli", Role.USER).get("/engine-rest/process-definition").body())
        .isEqualTo("[]");
    assertThat(person("olga", Role.OPERATOR).get("/engine-rest/authorization").statusCode())
        .isEqualTo(200);
    String user = "{\"profile\":{\"id\":\"x\"},\"credentials\":{\"password\":\"correct horse x\"}}";
    for (String name : new String[] {"olga", "vera", "ulli"}) {
      Caller caller = anonymous().basic(name, password(name));
      assertThat(caller.post("/engine-rest/user/create", user).statusCode())
          .as(name)
          .isEqualTo(403);
    }
    assertThat(
            person("ulli", Role.USER)
                .post("/engine-rest/process-definition/key/commission-machine/start", "{}")
                .statusCode())
        .isIn(403, 404);
  }

  @Test
  void answersCarrySecurityHeaders() {
    HttpResponse<String> page = anonymous().get("/sign-in");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("frame-ancestors 'none'");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly", "SameSite=Lax");
    assertThat(admin().get(ME).headers().firstValue("Cache-Control").orElseThrow())
        .contains("no-store");
  }
}
