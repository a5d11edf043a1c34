package io.bloomery.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;

/** Reads what agents send as JSON, and never more of it than was expected. */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(10)
                          .maxStringLength(4096)
                          .build())
                  .build())
          .build();

  private Json() {}

  static JsonNode object(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (IOException wrong) {
      throw Refused.malformed("body: " + first(wrong.getMessage()) + " (expected: a JSON object)");
    }
    throw Refused.malformed("body: no JSON object (expected: one)");
  }

  /** Empty if it is not there. */
  static String text(JsonNode node, String name, int longest) {
    return Quoted.text(node.path(name).asText(""), longest);
  }

  static long number(JsonNode node, String name, long least, long most) {
    JsonNode value = node.path(name);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < least
        || value.asLong() > most) {
      throw Refused.malformed(
          name
              + ": "
              + first(value.toString())
              + " (expected: a number from "
              + least
              + " to "
              + most
              + ")");
    }
    return value.asLong();
  }

  /** As a JSON string, quotes included. */
  static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  private static String first(String text) {
    String line = text == null ? "" : text.lines().findFirst().orElse("");
    return line.length() <= 200 ? line : line.substring(0, 200);
  }
}
