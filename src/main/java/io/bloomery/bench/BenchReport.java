package io.bloomery.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a bench found, as {@code target/bench/<name>.json}. */
record BenchReport(String bench, List<BenchRow> rows) {

  Path write() throws IOException {
    Path file = Files.createDirectories(Path.of("target", "bench")).resolve(bench + ".json");
    new ObjectMapper()
        .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(file.toFile(), this);
    return file;
  }

  /** The rows for a terminal. */
  void print() {
    for (BenchRow row : rows) {
      System.out.printf(
          Locale.ROOT,
          "%-60s %10.1f %-12s %s%s%n",
          row.name(),
          row.ours(),
          row.unit(),
          row.ratio() == null ? "" : row.ratio() + " times " + row.peerName() + " ",
          row.goal() == null ? "" : row.goal() + (row.met() ? ": met" : ": NOT met"));
    }
  }

  boolean met() {
    return rows.stream().noneMatch(row -> Boolean.FALSE.equals(row.met()));
  }
}
