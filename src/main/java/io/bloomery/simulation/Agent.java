package io.bloomery.simulation;

import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The in-RAM system's agent: registers with the one-time token of its boot script, fetches its
 * tasks one after the other and reports. It never gives up on a controller that does not answer.
 */
final class Agent {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);
  private static final int STALE_ANSWERS = 3;

  /** The controller wants this task no more. */
  static final class Unwanted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Boot boot;
  private final SimulatedMachine machine;
  private final URI controller;
  private final String token;
  private final HttpLine line;
  private String session;
  private int stale;
  private int troubles;

  Agent(Boot boot, IpxeScript script, InetAddress address) {
    this.boot = boot;
    this.machine = boot.machine();
    this.token = script.argument("bloomery.token");
    this.controller = URI.create(script.argument("bloomery.url"));
    this.line = boot.line(address);
  }

  Boot boot() {
    return boot;
  }

  HttpLine line() {
    return line;
  }

  URI at(String path) {
    return controller.resolve(path);
  }

  Map<String, String> credentials() {
    return Map.of("Authorization", "Bearer " + session);
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  void start() {
    machine.enter("registering");
    MachineFacts facts = machine.facts();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("mac", facts.mac());
    fields.put("nics", facts.mac());
    fields.put("uuid", facts.uuid().toString());
    fields.put("serial", facts.serial());
    fields.put("firmware", facts.firmware());
    fields.put("arch", "x86_64");
    fields.put("cores", "" + facts.cores());
    fields.put("memory_bytes", "" + facts.memoryBytes());
    post("/node/register", token, Report.FORM, form(fields))
        .whenComplete(
            (answer, failure) -> {
              if (failure == null && answer.good()) {
                session = answer.values().get("session");
                poll();
              } else if (failure == null && answer.status() == 401) {
                // The token was used, perhaps by an answer that got lost: a new boot brings a new
                // one.
                pauseAfterTrouble().thenRun(machine::restart);
              } else {
                pauseAfterTrouble().thenRun(this::start);
              }
            });
  }

  private CompletableFuture<HttpAnswer> post(String path, String bearer, String type, String body) {
    Map<String, String> headers = Map.of("Authorization", "Bearer " + bearer, "Content-Type", type);
    return boot.alive(line.ask("POST", at(path), headers, body));
  }

  /** Asks until the controller takes or refuses it: it may be away for minutes. */
  CompletableFuture<HttpAnswer> insist(Supplier<CompletableFuture<HttpAnswer>> question) {
    return boot.alive(question.get())
        .handle(
            (answer, failure) -> {
              if (failure == null && answer.status() < 500) {
                troubles = 0;
                return CompletableFuture.completedFuture(answer);
              }
              return pauseAfterTrouble().thenCompose(x -> insist(question));
            })
        .thenCompose(Function.identity());
  }

  private CompletableFuture<Void> pauseAfterTrouble() {
    troubles = Math.min(troubles + 1, (int) LONGEST_PAUSE.toSeconds());
    return boot.pause(Duration.ofSeconds(troubles));
  }

  private void poll() {
    machine.enter("waiting for a task");
    boot.alive(line.ask("GET", at("/node/task"), credentials(), null))
        .whenComplete(
            (answer, failure) -> {
              if (failure != null || answer.status() >= 500) {
                pauseAfterTrouble().thenRun(this::poll);
              } else {
                troubles = 0;
                obey(answer);
              }
            });
  }

  private void obey(HttpAnswer answer) {
    switch (answer.status()) {
      case 200 -> {
        stale = 0;
        work(new NodeTask(answer.values()));
      }
      case 204 -> poll();
      default -> {
        // 410: this session is over, nobody will ever want anything of it.
        stale++;
        if (stale >= STALE_ANSWERS) {
          machine.switchOff();
        } else {
          boot.pause(Duration.ofSeconds(1)).thenRun(this::poll);
        }
      }
    }
  }

  private void work(NodeTask task) {
    machine.enter(task.topic());
    new Chores(this, task)
        .work()
        .exceptionally(Agent::failed)
        .thenAccept(report -> hand(task, report));
  }

  private static Report failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof Unwanted ? Report.unwanted() : Report.failed("", "" + cause);
  }

  private void hand(NodeTask task, Report report) {
    if (report.verb() == null) {
      poll();
      return;
    }
    machine.enter(task.topic() + " " + report.verb());
    post("/node/task/" + task.id() + "/" + report.verb(), session, report.type(), report.body())
        .whenComplete(
            (answer, failure) -> {
              if (failure != null || answer.status() >= 500) {
                // The work is done; only the word of it is missing.
                pauseAfterTrouble().thenRun(() -> hand(task, report));
                return;
              }
              troubles = 0;
              if (report.then() != null && answer.good()) {
                report.then().run();
              } else {
                poll();
              }
            });
  }

  /**
   * Takes its time, with a sign of life every few seconds; fails with {@link Unwanted} if nobody
   * wants it any more.
   */
  CompletableFuture<Void> takeTime(NodeTask task, Duration time) {
    return takeTime(task, time, time);
  }

  private CompletableFuture<Void> takeTime(NodeTask task, Duration left, Duration whole) {
    if (left.compareTo(SIGN_OF_LIFE) <= 0) {
      return boot.pause(left);
    }
    Duration rest = left.minus(SIGN_OF_LIFE);
    long percent = 100 - 100 * rest.toMillis() / whole.toMillis();
    return boot.pause(SIGN_OF_LIFE)
        .thenCompose(x -> progress(task, (int) percent))
        .thenCompose(x -> takeTime(task, rest, whole));
  }

  CompletableFuture<Void> progress(NodeTask task, int percent) {
    String body = form(Map.of("percent", "" + percent, "text", task.topic()));
    return post("/node/task/" + task.id() + "/progress", session, Report.FORM, body)
        .handle(
            (answer, failure) -> {
              if (failure == null && (answer.status() == 409 || answer.status() == 410)) {
                throw new Unwanted();
              }
              // A controller that is away will be back; the work goes on.
              return null;
            });
  }
}
