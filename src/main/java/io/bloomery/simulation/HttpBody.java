package io.bloomery.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads one HTTP/1.1 answer as its bytes come: head, then a body by length, in chunks or up to the
 * end (RFC 9112).
 */
final class HttpBody {
  private enum Part {
    HEAD,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    TRAILER,
    TO_THE_END,
    COMPLETE
  }

  private static final int LONGEST_LINE = 64 * 1024;

  private final boolean headOnly;
  private final Consumer<ByteBuffer> sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final Map<String, String> headers = new HashMap<>();
  private Part part = Part.HEAD;
  private int status;
  private long left;

  HttpBody(boolean headOnly, Consumer<ByteBuffer> sink) {
    this.headOnly = headOnly;
    this.sink = sink;
  }

  boolean untouched() {
    return part == Part.HEAD && status == 0 && line.size() == 0;
  }

  boolean keepAlive() {
    return !headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT).contains("close");
  }

  /** Whether the answer is complete if the server sends no more. */
  boolean endOfStream() {
    return part == Part.TO_THE_END || part == Part.COMPLETE;
  }

  HttpAnswer answer() {
    return new HttpAnswer(status, headers, body.toByteArray());
  }

  /** Whether the answer is complete with these bytes. */
  boolean take(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining() && part != Part.COMPLETE) {
      switch (part) {
        case HEAD, CHUNK_SIZE, TRAILER -> takeLine(bytes);
        case TO_THE_END -> pass(bytes, bytes.remaining());
        default -> {
          left -= pass(bytes, (int) Math.min(left, bytes.remaining()));
          if (left == 0) {
            part = part == Part.BODY ? Part.COMPLETE : Part.CHUNK_SIZE;
          }
        }
      }
    }
    return part == Part.COMPLETE;
  }

  private int pass(ByteBuffer bytes, int count) {
    ByteBuffer piece = bytes.slice(bytes.position(), count);
    bytes.position(bytes.position() + count);
    if (sink != null && status >= 200 && status < 300) {
      sink.accept(piece);
    } else {
      byte[] copy = new byte[count];
      piece.get(copy);
      body.writeBytes(copy);
    }
    return count;
  }

  private void takeLine(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1).strip();
        line.reset();
        lineRead(text);
        return;
      }
      line.write(next);
      if (line.size() > LONGEST_LINE) {
        throw new ProtocolException(
            "a line of the answer's head has over " + LONGEST_LINE + " bytes");
      }
    }
  }

  private void lineRead(String text) throws IOException {
    switch (part) {
      case CHUNK_SIZE -> {
        if (!text.isEmpty()) {
          left = Long.parseLong(text.split(";", 2)[0].strip(), 16);
          part = left == 0 ? Part.TRAILER : Part.CHUNK;
        }
      }
      case TRAILER -> part = text.isEmpty() ? Part.COMPLETE : Part.TRAILER;
      default -> {
        if (status == 0) {
          status = status(text);
        } else if (text.isEmpty()) {
          headRead();
        } else {
          int colon = text.indexOf(':');
          headers.put(
              text.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT),
              text.substring(colon + 1).strip());
        }
      }
    }
  }

  private static int status(String text) throws IOException {
    if (!text.matches("HTTP/1\\.[01] \\d{3}.*")) {
      throw new ProtocolException("status line: " + text + " (expected: HTTP/1.1 and a number)");
    }
    return Integer.parseInt(text.substring(9, 12));
  }

  private void headRead() {
    if (status < 200) {
      // 100 Continue and the like come before the real answer.
      status = 0;
      headers.clear();
      return;
    }
    if (headOnly || status == 204 || status == 304) {
      part = Part.COMPLETE;
    } else if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      part = Part.CHUNK_SIZE;
    } else if (headers.containsKey("content-length")) {
      left = Long.parseLong(headers.get("content-length"));
      part = left == 0 ? Part.COMPLETE : Part.BODY;
    } else {
      part = Part.TO_THE_END;
    }
  }
}
