package io.bloomery.power.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Redfish service with one system, and with the habits of real ones, each switched on by a field.
 * {@link RedfishToolsTest} shows that clients of others take it for one.
 */
final class RedfishEmulator implements AutoCloseable {
  static final String USER = "admin";
  static final String PASSWORD = "correct horse";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SYSTEM = "/redfish/v1/Systems/node-7";

  /** Requests as they came: method and path. */
  final Queue<String> log = new ConcurrentLinkedQueue<>();

  /** Values of headers that let somebody in. */
  final Queue<String> passes = new ConcurrentLinkedQueue<>();

  final Set<String> sessions = ConcurrentHashMap.newKeySet();
  volatile List<String> systems = List.of("node-7");
  volatile List<String> resets = List.of("On", "ForceOff", "GracefulShutdown", "ForceRestart");
  volatile boolean hasSessions = true;
  volatile boolean actionInfo;
  volatile boolean slashes;
  volatile boolean tasks;
  volatile String failingTask;
  volatile String moved;
  volatile int movedBy = 308;
  volatile boolean weakEtags;
  volatile boolean settingsObject;
  volatile boolean forgetsBoot;
  volatile boolean ledOnly;
  volatile String complaint;
  final AtomicInteger staleEtags = new AtomicInteger();

  volatile String power = "Off";
  volatile Map<String, String> boot =
      Map.of(
          "BootSourceOverrideTarget", "None",
          "BootSourceOverrideEnabled", "Disabled",
          "BootSourceOverrideMode", "UEFI");
  volatile String light = "false";

  private final AtomicInteger version = new AtomicInteger(1);
  private final AtomicInteger polls = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final String scheme;

  RedfishEmulator(TestCertificate certificate, int port) throws Exception {
    InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    if (certificate == null) {
      server = HttpServer.create(at, 50);
      scheme = "http";
    } else {
      HttpsServer secure = HttpsServer.create(at, 50);
      secure.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
      server = secure;
      scheme = "https";
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  String uri() {
    return scheme + "://127.0.0.1:" + port();
  }

  int port() {
    return server.getAddress().getPort();
  }

  Map<String, String> settings() {
    return Map.of("uri", uri(), "username", USER, "password", PASSWORD, "networkBoot", "Pxe");
  }

  long count(String request) {
    return log.stream().filter(request::equals).count();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange http) throws IOException {
    try (http) {
      String method = http.getRequestMethod();
      String path = http.getRequestURI().getPath();
      log.add(method + " " + path);
      byte[] body = http.getRequestBody().readAllBytes();
      http.getResponseHeaders().set("Content-Type", "application/json");
      if (moved != null && !path.equals("/redfish/v1/") && !path.startsWith("/moved")) {
        http.getResponseHeaders().set("Location", moved + path);
        answer(http, movedBy, "");
        return;
      }
      String bare = path.replaceFirst("^/moved", "");
      if (slashes && !bare.endsWith("/")) {
        answer(http, 404, "");
        return;
      }
      bare = bare.equals("/redfish/v1/") ? bare : bare.replaceFirst("/$", "");
      if (!open(method, bare) && !admitted(http)) {
        answer(http, 401, error("Authentication failed."));
        return;
      }
      JsonNode json = body.length == 0 ? null : JSON.readTree(body);
      route(http, method, bare, json);
    }
  }

  private boolean open(String method, String path) {
    return path.equals("/redfish/v1/") || path.endsWith("/Sessions") && method.equals("POST");
  }

  private boolean admitted(HttpExchange http) {
    String token = http.getRequestHeaders().getFirst("X-Auth-Token");
    String basic = http.getRequestHeaders().getFirst("Authorization");
    if (token != null) {
      passes.add(token);
      return sessions.contains(token);
    }
    if (basic != null) {
      passes.add(basic);
    }
    String right =
        Base64.getEncoder()
            .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    return ("Basic " + right).equals(basic);
  }

  private void route(HttpExchange http, String method, String path, JsonNode json)
      throws IOException {
    String system = systems.isEmpty() ? SYSTEM : "/redfish/v1/Systems/" + systems.get(0);
    if (path.equals("/redfish/v1/")) {
      answer(http, 200, RedfishResources.root(hasSessions));
    } else if (path.equals("/redfish/v1/SessionService") && hasSessions) {
      answer(http, 200, RedfishResources.sessionService());
    } else if (path.equals("/redfish/v1/SessionService/Sessions") && hasSessions) {
      signIn(http, json);
    } else if (path.startsWith("/redfish/v1/SessionService/Sessions/") && method.equals("DELETE")) {
      sessions.remove(path.substring(path.lastIndexOf('/') + 1));
      answer(http, 204, "");
    } else if (path.equals("/redfish/v1/Systems")) {
      answer(http, 200, RedfishResources.systems(systems));
    } else if (path.equals(system + "/Actions/ComputerSystem.Reset")) {
      reset(http, json.path("ResetType").asText());
    } else if (path.equals(system + "/ResetActionInfo")) {
      answer(http, 200, RedfishResources.actionInfo(resets));
    } else if (path.equals(system) || path.equals(system + "/SD") && settingsObject) {
      resource(http, method, path, json);
    } else if (path.equals("/redfish/v1/TaskService/Tasks/1/Monitor")) {
      task(http);
    } else {
      answer(http, 404, error("The resource at the URI " + path + " was not found."));
    }
  }

  private void signIn(HttpExchange http, JsonNode json) throws IOException {
    if (!USER.equals(json.path("UserName").asText())
        || !PASSWORD.equals(json.path("Password").asText())) {
      // Some repeat what they were given.
      answer(http, 401, error("Invalid credentials: " + json.path("Password").asText()));
      return;
    }
    String token = "token" + version.incrementAndGet();
    sessions.add(token);
    http.getResponseHeaders().set("X-Auth-Token", token);
    // By the name it has behind its own interface.
    http.getResponseHeaders()
        .set("Location", "https://bmc.internal/redfish/v1/SessionService/Sessions/" + token);
    answer(http, 201, RedfishResources.session(token));
  }

  private void resource(HttpExchange http, String method, String path, JsonNode json)
      throws IOException {
    String tag = "\"" + version.get() + "\"";
    if (method.equals("GET")) {
      http.getResponseHeaders().set("ETag", weakEtags ? "W/" + tag : tag);
      answer(http, 200, RedfishResources.system(this, path));
      return;
    }
    String condition = http.getRequestHeaders().getFirst("If-Match");
    if (condition == null) {
      answer(http, 428, error("If-Match is needed."));
    } else if (!condition.equals(tag) || staleEtags.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      version.incrementAndGet();
      answer(http, 412, error("The ETag did not match."));
    } else if (complaint != null) {
      answer(http, 400, error(complaint));
    } else {
      change(json);
      answer(http, 200, RedfishResources.system(this, path));
    }
  }

  private void change(JsonNode json) {
    version.incrementAndGet();
    if (json.has("Boot") && !forgetsBoot) {
      Map<String, String> next = new ConcurrentHashMap<>(boot);
      json.get("Boot").properties().forEach(it -> next.put(it.getKey(), it.getValue().asText()));
      boot = next;
    }
    for (String name : List.of("LocationIndicatorActive", "IndicatorLED")) {
      light = json.has(name) ? json.get(name).asText() : light;
    }
  }

  private void reset(HttpExchange http, String type) throws IOException {
    if (complaint != null) {
      answer(http, 400, error(complaint));
      return;
    }
    if (!resets.contains(type) || type.equals("On") && power.equals("On")) {
      answer(http, 400, error("ResetType " + type + " is not in the list."));
      return;
    }
    if (tasks) {
      polls.set(0);
      http.getResponseHeaders().set("Location", "/redfish/v1/TaskService/Tasks/1/Monitor");
      answer(http, 202, RedfishResources.task("New", null));
    } else {
      answer(http, 204, "");
    }
    if (failingTask == null) {
      threads.execute(() -> later(type.equals("ForceOff") ? "Off" : "On"));
    }
  }

  /** State follows the order after a while, as in hardware. */
  private void later(String state) {
    power = state.equals("On") ? "PoweringOn" : "PoweringOff";
    try {
      Thread.sleep(300);
      power = state;
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void task(HttpExchange http) throws IOException {
    if (polls.incrementAndGet() < 3) {
      answer(http, 202, RedfishResources.task("Running", null));
    } else if (failingTask != null) {
      answer(http, 200, RedfishResources.task("Exception", failingTask));
    } else {
      answer(http, 200, RedfishResources.task("Completed", null));
    }
  }

  private static String error(String message) {
    return RedfishResources.error(message);
  }

  private static void answer(HttpExchange http, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    http.getResponseBody().write(bytes);
  }
}
