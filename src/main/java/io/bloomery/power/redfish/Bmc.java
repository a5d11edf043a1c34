package io.bloomery.power.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerFailure;
import io.bloomery.power.http.Deadline;
import io.bloomery.power.http.HttpAnswer;
import io.bloomery.power.http.HttpCaller;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One management controller as one user: keeps the session, and sends requests in it. Sessions are
 * few (some controllers have four) and each takes seconds to open, so one is kept for all.
 */
final class Bmc {
  /** DSP0266: the one address that is agreed on; all others are found by links. */
  static final String ROOT = "/redfish/v1/";

  private static final int MOST_REDIRECTS = 5;

  private final URI base;
  private final String username;
  private final String password;
  private final HttpCaller http;
  private final ReentrantLock signingIn = new ReentrantLock();
  private final Map<String, String> systems = new ConcurrentHashMap<>();
  private volatile Access access;

  Bmc(URI base, String username, String password, HttpCaller http) {
    this.base = base;
    this.username = username;
    this.password = password;
    this.http = http;
  }

  boolean hasPassword(String given) {
    return password.equals(given);
  }

  String where() {
    return http.where(base);
  }

  /**
   * Path of a system, looked up once.
   *
   * @param wanted its id, or null for the only one there is
   */
  String system(String wanted, Deadline deadline) {
    String key = String.valueOf(wanted);
    String path = systems.get(key);
    if (path == null) {
      path = Systems.find(this, wanted, deadline);
      systems.put(key, path);
    }
    return path;
  }

  /** After an update of its firmware a controller may call everything by other names. */
  void forgetSystems() {
    systems.clear();
  }

  Answer get(String path, Deadline deadline) {
    return call("GET", path, null, null, deadline);
  }

  Answer post(String path, JsonNode body, Deadline deadline) {
    return call("POST", path, body, null, deadline);
  }

  /** PATCH of that version of the resource alone, if a tag is given (RFC 9110 section 13.1.1). */
  Answer patch(String path, JsonNode body, String etag, Deadline deadline) {
    return call("PATCH", path, body, etag, deadline);
  }

  /** Ends the session, so that it does not take one of the controller's few places. */
  void leave(Deadline deadline) {
    Access left = access;
    access = null;
    if (left != null && left.session() != null) {
      send(left, "DELETE", left.session(), null, null, deadline);
    }
  }

  private Answer call(String method, String path, JsonNode body, String etag, Deadline deadline) {
    Access used = access(null, deadline);
    Answer answer = send(used, method, path, body, etag, deadline);
    if (answer.status() == 401 && used.isSession()) { // it ended, as it does after idle minutes
      used = access(used, deadline);
      answer = send(used, method, path, body, etag, deadline);
    }
    if (answer.status() == 401) {
      throw wrongPassword(answer);
    }
    return answer;
  }

  /**
   * @param spent what was not let in any more, or null
   */
  private Access access(Access spent, Deadline deadline) {
    Access known = access;
    if (known != null && known != spent) {
      return known;
    }
    try {
      if (!signingIn.tryLock(deadline.left().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new PassingFailure("%s did not let anybody in in time".formatted(where()));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new PassingFailure("stopped while signing in to " + where(), stopped);
    }
    try {
      if (access == null || access == spent) {
        access = signIn(deadline);
      }
      return access;
    } finally {
      signingIn.unlock();
    }
  }

  private Access signIn(Deadline deadline) {
    Answer root = send(Access.NONE, "GET", ROOT, null, null, deadline);
    if (root.status() == 404) {
      throw new FinalFailure(
          "%s: there is no %s (expected: a Redfish service; is it switched on?)"
              .formatted(where(), ROOT));
    }
    if (root.status() >= 500) {
      throw root.refused();
    }
    Optional<String> sessions = Answer.link(root.json(), "/Links/Sessions");
    if (sessions.isEmpty()) {
      return Access.basic(username, password);
    }
    ObjectNode credentials = JsonNodeFactory.instance.objectNode();
    credentials.put("UserName", username).put("Password", password);
    Answer made = send(Access.NONE, "POST", sessions.get(), credentials, null, deadline);
    Optional<String> token = made.http().header("X-Auth-Token");
    if (made.good() && token.isPresent()) {
      return Access.session(token.get(), made.location().orElse(null));
    }
    if (made.status() == 401 || made.status() == 403) {
      throw wrongPassword(made); // asking once more with Basic would only lock the account sooner
    }
    // No place left, for instance. Basic is what every service has to offer (DSP0266).
    return Access.basic(username, password);
  }

  private PowerFailure wrongPassword(Answer answer) {
    return new FinalFailure(
        "%s does not let user %s in (%d%s). Correct username or password in the power settings"
            .formatted(where(), username, answer.status(), answer.reasons()));
  }

  private Answer send(
      Access used, String method, String path, JsonNode body, String etag, Deadline deadline) {
    Answer answer = follow(used, method, path, body, etag, deadline);
    if (answer.status() == 404 && !path.endsWith("/") && !path.contains("?")) {
      // The same resource by DSP0266; some know it by one of the two names only.
      Answer slashed = follow(used, method, path + "/", body, etag, deadline);
      return slashed.status() == 404 ? answer : slashed;
    }
    return answer;
  }

  private Answer follow(
      Access used, String method, String path, JsonNode body, String etag, Deadline deadline) {
    // Not resolve(): it takes //host/path from an answer as another host's.
    URI at = URI.create(base.getScheme() + "://" + base.getRawAuthority() + path);
    for (int redirects = 0; ; redirects++) {
      Answer answer = exchange(used, method, at, body, etag, deadline);
      Optional<String> elsewhere = answer.http().header("Location");
      if (!redirected(answer.status(), method) || elsewhere.isEmpty()) {
        return answer;
      }
      at = redirect(at, elsewhere.get());
      if (redirects == MOST_REDIRECTS) {
        throw new FinalFailure(
            "%s sends from one address to the next more than %d times"
                .formatted(answer.question(), MOST_REDIRECTS));
      }
    }
  }

  /** After 301 and 302 the method is uncertain (RFC 9110 section 15.4), so only GET follows. */
  private static boolean redirected(int status, String method) {
    return status == 307
        || status == 308
        || (status == 301 || status == 302) && method.equals("GET");
  }

  /** The token goes nowhere but to the controller it is of. */
  private URI redirect(URI from, String location) {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException malformed) {
      throw new FinalFailure("%s sends to a malformed address".formatted(where()), malformed);
    }
    if (!base.getScheme().equals(to.getScheme())
        || !base.getHost().equalsIgnoreCase(to.getHost())
        || port(base) != port(to)) {
      throw new FinalFailure(
          "%s sends to %s (expected: to itself). Enter the address that it has"
              .formatted(where(), to.getRawAuthority()));
    }
    return to;
  }

  private static int port(URI uri) {
    return uri.getPort() != -1 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
  }

  private Answer exchange(
      Access used, String method, URI at, JsonNode body, String etag, Deadline deadline) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at)
            .header("Accept", "application/json")
            .header("OData-Version", "4.0"); // DSP0266, request headers
    if (used.header() != null) {
      request.header(used.header(), used.value());
    }
    if (etag != null) {
      request.header("If-Match", etag);
    }
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
    }
    HttpAnswer answer = http.send(request.build(), deadline);
    return Answer.of("%s: %s %s".formatted(where(), method, at.getRawPath()), answer);
  }
}
