package io.bloomery.power.redfish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerFailure;
import io.bloomery.power.http.HttpAnswer;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * An answer and what it means.
 *
 * @param question what was asked of whom, for messages
 * @param json the body, a missing node if there is none
 */
record Answer(String question, HttpAnswer http, JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_REASON = 400;

  /** More than these come from whole farms of error messages. */
  private static final int MOST_REASONS = 4;

  static Answer of(String question, HttpAnswer http) {
    return new Answer(question, http, parsed(http.body()));
  }

  int status() {
    return http.status();
  }

  boolean good() {
    return status() >= 200 && status() < 300;
  }

  /**
   * The resource that was asked for.
   *
   * @throws PowerFailure if this is none
   */
  JsonNode resource() {
    if (!good()) {
      throw refused();
    }
    if (!json.isObject()) {
      // A controller that is starting answers with a page of its web server, which passes.
      throw new PassingFailure("%s: no JSON object in the answer".formatted(question));
    }
    return json;
  }

  /** The header, or what some have in the resource alone (DSP0266, section on ETags). */
  Optional<String> etag() {
    return http.header("ETag").or(() -> text(json, "/@odata.etag")).filter(tag -> !tag.isBlank());
  }

  /**
   * Path of what was made, or of a task. Only the path: some name themselves by an address that is
   * good behind their own network interface alone.
   */
  Optional<String> location() {
    return http.header("Location").or(() -> text(json, "/@odata.id")).flatMap(Answer::path);
  }

  /** What to tell somebody who wanted it done. */
  PowerFailure refused() {
    String sentence = "%s: answered %d%s".formatted(question, status(), reasons());
    boolean passing =
        switch (status()) {
          // Timeout, conflict with what is going on, ETag, locked, too early, too many requests.
          case 408, 409, 412, 423, 425, 429 -> true;
          case 501, 505 -> false;
          default -> status() >= 500;
        };
    return passing ? new PassingFailure(sentence) : new FinalFailure(sentence);
  }

  /** The service's own words (DSP0266, section "Error responses"), after a colon, or nothing. */
  String reasons() {
    Set<String> reasons = new LinkedHashSet<>();
    for (JsonNode info : json.at("/error/@Message.ExtendedInfo")) {
      text(info, "/Message").or(() -> text(info, "/MessageId")).ifPresent(reasons::add);
    }
    for (JsonNode message : json.at("/Messages")) { // of a task
      text(message, "/Message").or(() -> text(message, "/MessageId")).ifPresent(reasons::add);
    }
    if (reasons.isEmpty()) {
      text(json, "/error/message").ifPresent(reasons::add);
    }
    String line =
        String.join(" ", reasons.stream().limit(MOST_REASONS).toList())
            .replaceAll("[\\p{Cntrl}\\s]+", " ")
            .strip();
    String cut = line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    return cut.isEmpty() ? "" : ": " + cut;
  }

  static Optional<String> text(JsonNode node, String pointer) {
    JsonNode value = node.at(pointer);
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  /** The path a resource links to. */
  static Optional<String> link(JsonNode node, String pointer) {
    return text(node, pointer + "/@odata.id").flatMap(Answer::path);
  }

  /** The next page of a collection. */
  static Optional<String> next(JsonNode collection) {
    return text(collection, "/Members@odata.nextLink").flatMap(Answer::path);
  }

  private static Optional<String> path(String reference) {
    try {
      URI uri = URI.create(reference.strip());
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return Optional.ofNullable(uri.getRawPath())
          .filter(path -> path.startsWith("/"))
          .map(path -> path + query);
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static JsonNode parsed(byte[] body) {
    try {
      JsonNode node = body.length == 0 ? null : JSON.readTree(body);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException garbage) {
      return MissingNode.getInstance();
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory", impossible);
    }
  }
}
