package io.bloomery.node;

import io.bloomery.machine.Machine;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** A task as an agent reads it: one {@code key=value} per line, so that a shell needs no parser. */
final class HandOut {
  static final MediaType TEXT = MediaType.valueOf("text/plain;charset=UTF-8");

  private HandOut() {}

  static ResponseEntity<String> of(OpenTask open, Machine machine) {
    StringBuilder lines = new StringBuilder();
    line(lines, "id", open.task.id());
    line(lines, "topic", open.task.topic());
    open.topic.parameters(open.task, machine).forEach((key, value) -> line(lines, key, value));
    return ResponseEntity.ok().contentType(TEXT).body(lines.toString());
  }

  static void line(StringBuilder lines, String key, String value) {
    boolean plain = value.chars().noneMatch(character -> character < ' ' || character == '%');
    String written =
        plain ? value : URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    lines.append(key).append('=').append(written).append('\n');
  }
}
