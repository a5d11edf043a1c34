package io.bloomery.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

  boolean met() {
    return rows.stream().noneMatch(row -> Boolean.FALSE.equals(row.met()));
  }
}
