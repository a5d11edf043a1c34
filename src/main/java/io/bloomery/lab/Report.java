package io.bloomery.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run measured: as a table for people, as JSON, and in the form all benchmarks share. */
final class Report {
  /** Power-on to SSH, against the same machine's floor. */
  private static final double GOAL = 1.3;

  private final List<Journey> journeys;
  private final List<Chaos.Kill> kills;
  private final boolean complete;
  private final double seconds;
  private final double controllerCpu;

  Report(UnattendedRun run, double seconds, double controllerCpu) {
    this.journeys = run.journeys();
    this.kills = run.kills();
    this.complete = run.complete();
    this.seconds = seconds;
    this.controllerCpu = controllerCpu;
  }

  String table() {
    StringBuilder text = new StringBuilder("\n");
    text.append(line("%-7s %-5s", "machine", "boots"));
    for (String phase : List.of("enlist", "commission", "deploy", "ssh", "release")) {
      text.append(line(" %18s", phase));
    }
    text.append("   system\n");
    for (Journey journey : journeys) {
      text.append(line("%-7s %-5s", journey.machine.name(), journey.machine.firmware()));
      Map<String, Journey.Span> phases = journey.phases();
      for (String phase : List.of("enlist", "commission", "deploy", "ssh", "release")) {
        Journey.Span span = phases.get(phase);
        text.append(
            line(
                " %18s", span == null ? "-" : line("%.0f s, %.0f cpu-s", span.wall(), span.cpu())));
      }
      text.append("   ").append(journey.failure().orElse(journey.release)).append('\n');
    }
    text.append('\n').append(overhead());
    kills.forEach(
        kill ->
            text.append(line("controller killed %.1f s into %s%n", kill.after(), kill.phase())));
    return text.append(
            line(
                "%s after %.0f s; controller %.0f cpu-s%n",
                complete ? "all machines did it all" : "NOT every machine did it all",
                seconds,
                controllerCpu))
        .toString();
  }

  private String overhead() {
    if (journeys.stream().allMatch(j -> j.floor.isEmpty())) {
      return "";
    }
    StringBuilder text =
        new StringBuilder(
            line(
                "%-7s %21s %21s  %-36s %s%n",
                "machine", "power-on to SSH", "floor", "floor: boot + copy + first boot", "ratio"));
    for (Journey journey : journeys) {
      journey.floor.ifPresent(
          floor ->
              text.append(
                  line(
                      "%-7s %21s %21s  %-36s %s%n",
                      journey.machine.name(),
                      line("%.1f s, %.0f cpu-s", journey.powerOnToSsh, journey.powerOnToSshCpu),
                      line("%.1f s, %.0f cpu-s", floor.seconds(), floor.cpuSeconds()),
                      line("%.1f + %.1f + %.1f s", floor.boot(), floor.copy(), floor.firstBoot()),
                      journey
                          .ratio()
                          .map(r -> line("%.2f (goal: at most %.1f)", r, GOAL))
                          .orElse("-"))));
    }
    return text.append('\n').toString();
  }

  void writeJson(Path file) {
    ObjectNode root = Api.JSON.createObjectNode();
    root.put("complete", complete);
    root.put("seconds", seconds);
    root.put("controllerCpuSeconds", controllerCpu);
    ArrayNode machines = root.putArray("machines");
    journeys.forEach(journey -> describe(journey, machines.addObject()));
    ArrayNode killed = root.putArray("kills");
    kills.forEach(k -> killed.addObject().put("phase", k.phase()).put("afterSeconds", k.after()));
    root.set("rows", rows());
    write(file, root);
  }

  void writeBench(Path file) {
    ObjectNode root = Api.JSON.createObjectNode();
    root.put("bench", "lab");
    root.set("rows", rows());
    write(file, root);
  }

  private static void describe(Journey journey, ObjectNode row) {
    row.put("name", journey.machine.name());
    row.put("firmware", journey.machine.firmware());
    row.put("mac", journey.machine.mac());
    row.put("id", journey.id);
    row.put("system", journey.release);
    row.put("hostKeyProved", journey.hostKeyProved);
    row.put("erased", journey.erased);
    row.put("failure", journey.failure().orElse(null));
    ObjectNode phases = row.putObject("phases");
    journey
        .phases()
        .forEach(
            (name, span) ->
                phases
                    .putObject(name)
                    .put("seconds", span.wall())
                    .put("qemuCpuSeconds", span.cpu()));
    row.put("powerOnToSshSeconds", journey.powerOnToSsh);
    row.put("powerOnToSshCpuSeconds", journey.powerOnToSshCpu);
    journey.floor.ifPresent(
        floor ->
            row.putObject("floor")
                .put("bootSeconds", floor.boot())
                .put("copySeconds", floor.copy())
                .put("firstBootSeconds", floor.firstBoot())
                .put("seconds", floor.seconds())
                .put("qemuCpuSeconds", floor.cpuSeconds()));
    journey.ratio().ifPresent(ratio -> row.put("ratio", ratio));
  }

  private ArrayNode rows() {
    ArrayNode rows = Api.JSON.createArrayNode();
    for (Journey journey : journeys) {
      journey
          .ratio()
          .ifPresent(
              ratio ->
                  rows.addObject()
                      .put("name", "power-on to SSH, " + journey.machine.firmware())
                      .put("unit", "s")
                      .put("ours", journey.powerOnToSsh)
                      .put("peer", journey.floor.orElseThrow().seconds())
                      .put("peer_name", "the same virtual machine's own floor")
                      .put("ratio", ratio)
                      .put("goal", GOAL)
                      .put("met", ratio <= GOAL));
    }
    return rows;
  }

  private static void write(Path file, ObjectNode root) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      Files.createDirectories(parent);
      Files.writeString(
          file, Api.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    } catch (IOException e) {
      throw new LabFailure("%s could not be written".formatted(file), e);
    }
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
