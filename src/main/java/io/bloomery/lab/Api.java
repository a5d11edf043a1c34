package io.bloomery.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Supplier;

/** One person's view of the controller's REST, patient while the controller is away. */
final class Api {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration AWAY = Duration.ofMinutes(4);

  /** An import answers when the image is in the store. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final String base;
  private final String person;
  private final Supplier<String> password;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  Api(String base, String person, Supplier<String> password) {
    this.base = base;
    this.person = person;
    this.password = password;
  }

  /**
   * An answer.
   *
   * @param repeated whether the question was put more than once, so that an earlier one may have
   *     had its effect although its answer was lost
   */
  record Answer(int status, String body, boolean repeated) {
    boolean ok() {
      return status / 100 == 2;
    }

    JsonNode json() {
      try {
        return JSON.readTree(body.isEmpty() ? "null" : body);
      } catch (JsonProcessingException e) {
        throw new LabFailure("the answer is no JSON: " + body, e);
      }
    }
  }

  String person() {
    return person;
  }

  boolean answers(String path) {
    try {
      return send("GET", path, null).statusCode() == 200;
    } catch (IOException | LabFailure away) {
      return false;
    }
  }

  JsonNode get(String path) {
    return must("GET", path, null);
  }

  JsonNode post(String path, Object body) {
    return must("POST", path, body);
  }

  JsonNode must(String verb, String path, Object body) {
    Answer answer = ask(verb, path, body);
    if (!answer.ok()) {
      throw new LabFailure(
          "%s %s as %s was answered with %d (expected: 2xx): %s"
              .formatted(verb, path, person, answer.status(), answer.body()));
    }
    return answer.json();
  }

  /** Asks again for a while when nobody answers: the controller may be starting. */
  Answer ask(String verb, String path, Object body) {
    Patience patience = Patience.of(AWAY);
    boolean repeated = false;
    while (true) {
      try {
        HttpResponse<String> response = send(verb, path, body);
        if (response.statusCode() != 503 || patience.over()) {
          return new Answer(response.statusCode(), response.body(), repeated);
        }
      } catch (IOException away) {
        if (patience.over()) {
          throw new LabFailure(
              "%s %s: no answer for %s (%s)".formatted(verb, path, AWAY, away.getMessage()), away);
        }
      }
      repeated = true;
      Patience.pause(Duration.ofMillis(500));
    }
  }

  private HttpResponse<String> send(String verb, String path, Object body) throws IOException {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
    String credentials = person + ":" + password.get();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(LONGEST)
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .method(verb, publisher)
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted", e);
    }
  }
}
