package io.bloomery.power.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A smart plug, as they speak: GET /relay/0?turn=on. */
final class TestPlug implements AutoCloseable {
  /** Method, address and body of each request. */
  final Queue<String> log = new ConcurrentLinkedQueue<>();

  volatile boolean on;

  /** Said instead of the state, unless null. */
  volatile String answer;

  volatile int status = 200;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  TestPlug() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("onUri", uri() + "/relay/0?turn=on&for={machine}");
    settings.put("offUri", uri() + "/relay/0?turn=off");
    settings.put("queryUri", uri() + "/relay/0");
    settings.put("onPattern", "\"ison\": *true");
    settings.put("offPattern", "\"ison\": *false");
    settings.put("method", "POST");
    settings.put("header", "Authorization");
    settings.put("certificate", "vouched");
    return settings;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange http) throws IOException {
    try (http) {
      String query = String.valueOf(http.getRequestURI().getQuery());
      String body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      log.add(http.getRequestMethod() + " " + http.getRequestURI() + " " + body);
      if (!http.getRequestURI().getPath().equals("/relay/0")) {
        http.sendResponseHeaders(404, -1);
        return;
      }
      on = query.contains("turn=on") || on && !query.contains("turn=off");
      String said = answer == null ? "{\"ison\": " + on + "}" : answer;
      byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
      http.getResponseHeaders().set("Location", "http://127.0.0.1:9/");
      http.sendResponseHeaders(status, bytes.length);
      http.getResponseBody().write(bytes);
    }
  }
}
