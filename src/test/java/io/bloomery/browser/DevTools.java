package io.bloomery.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The Chrome DevTools Protocol: one question at a time, in JSON over a web socket. */
final class DevTools implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private WebSocket socket;
  private int last;

  private DevTools() {}

  static DevTools connect(URI address) {
    DevTools tools = new DevTools();
    tools.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, tools.ear()).join();
    return tools;
  }

  private WebSocket.Listener ear() {
    return new WebSocket.Listener() {
      private final StringBuilder text = new StringBuilder();

      @Override
      public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean end) {
        text.append(part);
        if (end) {
          messages.add(text.toString());
          text.setLength(0);
        }
        from.request(1);
        return null;
      }
    };
  }

  /** Asks, and waits for the result; events in between are of no interest. */
  JsonNode call(String method, Map<String, Object> parameters) {
    last++;
    try {
      String question =
          JSON.writeValueAsString(Map.of("id", last, "method", method, "params", parameters));
      socket.sendText(question, true).join();
      while (true) {
        String message = messages.poll(60, TimeUnit.SECONDS);
        if (message == null) {
          throw new AssertionError(method + ": no answer");
        }
        JsonNode answer = JSON.readTree(message);
        if (answer.path("id").asInt() != last) {
          continue;
        }
        if (answer.has("error")) {
          throw new AssertionError(method + ": " + answer.get("error"));
        }
        return answer.get("result");
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(method, failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
