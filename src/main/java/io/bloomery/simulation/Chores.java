package io.bloomery.simulation;

import io.bloomery.simulation.Delays.Work;
import io.bloomery.simulation.SimulationSettings.Fetch;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What the in-RAM system does for each topic. */
final class Chores {
  private static final List<String> SEED_FILES =
      List.of("meta-data", "user-data", "network-config", "vendor-data");

  private final Agent agent;
  private final NodeTask task;
  private final SimulatedMachine machine;
  private final SimulationSettings settings;

  Chores(Agent agent, NodeTask task) {
    this.agent = agent;
    this.task = task;
    this.machine = agent.boot().machine();
    this.settings = agent.boot().hall().settings();
  }

  CompletableFuture<Report> work() {
    return switch (task.topic()) {
      case "node.take-inventory" ->
          takeTime(Work.INVENTORY).thenApply(x -> Report.json(machine.facts().inventory()));
      case "node.run-test" -> runTest();
      case "node.write-image" -> writeImage();
      case "node.verify-image" -> takeTime(Work.VERIFY).thenApply(x -> verified());
      case "node.seed-first-boot" -> takeTime(Work.SEED).thenCompose(x -> seed());
      case "node.erase-disks" -> takeTime(Work.ERASE).thenApply(x -> erased());
      case "node.power-off" -> CompletableFuture.completedFuture(Report.doneThen(this::powerOff));
      case "node.reboot" -> takeTime(Work.REBOOT).thenApply(x -> Report.doneThen(machine::restart));
      default ->
          CompletableFuture.completedFuture(
              Report.failed("", "topic: " + task.topic() + " (expected: one this agent knows)"));
    };
  }

  private CompletableFuture<Void> takeTime(Work work) {
    return agent.takeTime(task, settings.delays().of(work));
  }

  private void powerOff() {
    machine.enter("shutting down");
    agent.boot().pause(Work.POWER_OFF).thenRun(machine::switchOff);
  }

  private CompletableFuture<Report> runTest() {
    String name = task.value("name");
    CompletableFuture<Void> script =
        task.value("script").isEmpty()
            ? CompletableFuture.completedFuture(null)
            : get(task.value("script")).thenAccept(answer -> {});
    return script
        .thenCompose(x -> takeTime(Work.TEST))
        .thenApply(
            x ->
                name.contains("memory") && machine.struck(Fault.BAD_MEMORY)
                    ? test("failed", 1, "1 error at address 0x1f00ba40")
                    : test("passed", 0, "simulated"));
  }

  private Report test(String outcome, int exit, String summary) {
    long seconds = settings.delays().of(Work.TEST).toSeconds();
    return Report.done(
        Map.of("outcome", outcome, "exit", "" + exit, "seconds", "" + seconds, "summary", summary));
  }

  private CompletableFuture<HttpAnswer> get(String path) {
    return agent
        .insist(() -> agent.line().ask("GET", agent.at(path), agent.credentials(), null))
        .thenApply(answer -> good(path, answer));
  }

  private static HttpAnswer good(String what, HttpAnswer answer) {
    if (!answer.good()) {
      throw new IllegalStateException(what + ": status " + answer.status());
    }
    return answer;
  }

  private CompletableFuture<Report> writeImage() {
    Disk disk = machine.disk();
    disk.overwrite();
    machine.countImageWrite();
    return agent
        .progress(task, 0)
        .thenCompose(x -> takeTime(Work.WRITE))
        .thenCompose(x -> machine.struck(Fault.DIES_WHILE_WRITING) ? silence() : download())
        .thenApply(
            trouble -> {
              if (!trouble.isEmpty()) {
                return Report.failed("image.corrupt", trouble);
              }
              disk.written(task.value("digest"), !machine.struck(Fault.CORRUPT_WRITE));
              return Report.done(
                  Map.of(
                      "disk", "sda", "seconds", "" + settings.delays().of(Work.WRITE).toSeconds()));
            });
  }

  private CompletableFuture<String> silence() {
    agent.boot().hang();
    return new CompletableFuture<>();
  }

  /**
   * What is wrong with the stream, empty if nothing. Its own connection: the agent's is for signs
   * of life.
   */
  private CompletableFuture<String> download() {
    URI url = agent.at(task.value("url"));
    HttpLine line = agent.boot().line(null);
    if (settings.image() == Fetch.FULL) {
      return downloadAll(line, url);
    }
    Map<String, String> headers = new HashMap<>(agent.credentials());
    if (settings.image() == Fetch.RANGE) {
      headers.put("Range", "bytes=0-65535");
    }
    String method = settings.image() == Fetch.HEAD ? "HEAD" : "GET";
    return agent
        .insist(() -> line.ask(method, url, headers, null, piece -> {}))
        .thenApply(
            answer -> {
              line.close();
              good("" + url, answer);
              return "";
            });
  }

  private CompletableFuture<String> downloadAll(HttpLine line, URI url) {
    StreamDigest[] digest = new StreamDigest[1];
    return agent
        .insist(
            () -> {
              // What came before the connection broke does not count.
              StreamDigest anew = new StreamDigest();
              digest[0] = anew;
              return line.ask("GET", url, agent.credentials(), null, anew::add);
            })
        .thenApply(
            answer -> {
              line.close();
              return answer.good()
                  ? digest[0].trouble(Long.parseLong(task.value("length")), task.value("digest"))
                  : url + ": status " + answer.status();
            });
  }

  private Report verified() {
    return machine.disk().intact()
        ? Report.done(Map.of("disk", "sda"))
        : Report.failed(
            "image.corrupt",
            "read back from the disk: not what was sent, " + task.value("raw_checksum"));
  }

  private CompletableFuture<Report> seed() {
    Map<String, String> files = new HashMap<>();
    String folder = task.value("files").isEmpty() ? "/node/seed/" : task.value("files");
    return seed(folder, SEED_FILES.iterator(), files)
        .thenApply(
            x -> {
              machine.disk().seed(new Seed(Map.copyOf(files)));
              return Report.done(Map.of("disk", "sda"));
            });
  }

  private CompletableFuture<Void> seed(
      String folder, Iterator<String> names, Map<String, String> files) {
    if (!names.hasNext()) {
      return CompletableFuture.completedFuture(null);
    }
    String name = names.next();
    return get(folder + name)
        .thenCompose(
            answer -> {
              files.put(name, new String(answer.body(), StandardCharsets.UTF_8));
              return seed(folder, names, files);
            });
  }

  private Report erased() {
    machine.disk().overwrite();
    Duration time = settings.delays().of(Work.ERASE);
    return Report.json(
        "{\"disks\":[{\"name\":\"sda\",\"serial\":\"D%s\",\"size_bytes\":%d,\"method\":\"%s\",\"samples\":%s,\"clean\":true}],\"seconds\":%d}"
            .formatted(
                machine.facts().serial(),
                machine.facts().diskBytes(),
                task.value("method"),
                task.value("samples").isEmpty() ? "0" : task.value("samples"),
                time.toSeconds()));
  }
}
