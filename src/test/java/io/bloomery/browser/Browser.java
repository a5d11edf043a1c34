package io.bloomery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Chromium without a window, steered through the Chrome DevTools Protocol. It clicks and types as a
 * person does, at places on the screen, so that what is hidden or covered cannot be used.
 */
final class Browser implements AutoCloseable {
  private static final String PROGRAM = "/usr/bin/chromium-headless-shell";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is on the screen and has this text, or else has it in it; the innermost of those. */
  private static final String FIND =
      """
      (selector, text) => {
        const seen = it => it.getClientRects().length > 0;
        const all = [...document.querySelectorAll(selector)].filter(seen);
        const word = it => (it.innerText || it.value || it.title || '').trim();
        const found = all.filter(it => word(it) === text);
        const near = all.filter(it => word(it).includes(text));
        return found[found.length - 1] || near[near.length - 1];
      }\
      """;

  private final Path profile;
  private final Process process;
  private final DevTools tools;

  private Browser(Path profile, Process process, DevTools tools) {
    this.profile = profile;
    this.process = process;
    this.tools = tools;
  }

  static Browser start() throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory("bloomery-browser-");
    // Root may only run it without its sandbox; it sees nothing but this test's controller.
    Process process =
        new ProcessBuilder(
                PROGRAM,
                "--no-sandbox",
                "--disable-gpu",
                "--window-size=1400,1000",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    try {
      String base = listening(process);
      HttpRequest page =
          HttpRequest.newBuilder(URI.create(base + "/json/new?about:blank"))
              .PUT(BodyPublishers.noBody())
              .build();
      String answer = HttpClient.newHttpClient().send(page, BodyHandlers.ofString()).body();
      URI socket = URI.create(JSON.readTree(answer).get("webSocketDebuggerUrl").asText());
      return new Browser(profile, process, DevTools.connect(socket));
    } catch (IOException | InterruptedException | RuntimeException failed) {
      process.destroyForcibly();
      throw failed;
    }
  }

  private static String listening(Process process) throws IOException {
    BufferedReader said = process.inputReader();
    StringBuilder all = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith("DevTools listening on ws://")) {
        drain(said);
        return "http://" + URI.create(line.substring(line.indexOf("ws://"))).getAuthority();
      }
      all.append(line).append('\n');
    }
    throw new IOException(PROGRAM + " ended: " + all);
  }

  /** A program whose output nobody reads stands still when the pipe is full. */
  private static void drain(BufferedReader said) {
    Thread reader = new Thread(() -> said.lines().forEach(line -> {}), "browser output");
    reader.setDaemon(true);
    reader.start();
  }

  void open(String address) {
    tools.call("Page.navigate", Map.of("url", address));
    await("document.readyState === 'complete' && location.href !== 'about:blank'", address);
  }

  /** Clicks what has this text; waits until it is there and nothing covers it. */
  void click(String selector, String text) {
    await(
        """
        (() => {
          const it = (%s)(%s, %s);
          if (!it || (it.control || it).matches(':disabled')) return false;
          it.scrollIntoView({block: 'center'});
          const box = it.getBoundingClientRect();
          const x = box.left + box.width / 2, y = box.top + box.height / 2;
          const top = document.elementFromPoint(x, y);
          if (!top || !(it.contains(top) || top.contains(it))) return false;
          window.bloomery = {x, y};
          return true;
        })()\
        """
            .formatted(FIND, quoted(selector), quoted(text)),
        "“" + text + "” to click on");
    JsonNode place = value("window.bloomery");
    for (String type : List.of("mousePressed", "mouseReleased")) {
      tools.call(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              place.get("x").asDouble(),
              "y",
              place.get("y").asDouble(),
              "button",
              "left",
              "clickCount",
              1));
    }
  }

  /** Types into the field that this label belongs to, in place of what is there. */
  void type(String label, String text) {
    click("label", label);
    await(
        """
        (() => {
          const it = document.activeElement;
          if (!it || !('value' in it)) return false;
          it.select();
          return true;
        })()\
        """,
        "the field of “" + label + "” to type into");
    tools.call("Input.insertText", Map.of("text", text));
  }

  /** Chooses the one of several that has this label, until it stays so: forms are drawn anew. */
  void choose(String label) {
    String chosen =
        "[...document.querySelectorAll('label')].some(it => it.innerText.trim() === "
            + quoted(label)
            + " && it.control && it.control.checked)";
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (int seen = 0; seen < 10; seen++) {
      if (!value(chosen).asBoolean()) {
        assertThat(System.nanoTime()).as(label + ": " + picture()).isLessThan(end);
        click("label", label);
        seen = 0;
      }
      pause();
    }
  }

  /** Waits until the field that this label belongs to shows a value. */
  void awaitField(String label, String value) {
    await(
        """
        [...document.querySelectorAll('label')].some(
            it => it.innerText.trim() === %s && it.control && it.control.value === %s)\
        """
            .formatted(quoted(label), quoted(value)),
        "field “" + label + "” with “" + value + "”");
  }

  void awaitText(String text) {
    await("document.body.innerText.includes(" + quoted(text) + ")", "“" + text + "” to see");
  }

  /** Everything that can be read on the page. */
  String text() {
    return value("document.body.innerText").asText();
  }

  /** Waits until a JavaScript expression is true. */
  private void await(String condition, String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!value("!!(" + condition + ")").asBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "no "
                + what
                + " within "
                + PATIENCE
                + "; "
                + picture()
                + ", the page says:\n"
                + text());
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private JsonNode value(String expression) {
    JsonNode answer =
        tools.call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      // The page was just replaced by another.
      return JSON.nullNode();
    }
    return answer.path("result").path("value");
  }

  /** What the browser shows now, for whoever has to find out why a test failed. */
  Path picture() {
    JsonNode answer = tools.call("Page.captureScreenshot", Map.of("format", "png"));
    try {
      Path directory = Files.createDirectories(Path.of("target/test-data/browser"));
      return Files.write(
          Files.createTempFile(directory, "screen-", ".png"),
          Base64.getDecoder().decode(answer.get("data").asText()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String quoted(String text) {
    ObjectNode holder = JSON.createObjectNode().put("text", text);
    return holder.get("text").toString();
  }

  @Override
  public void close() throws IOException {
    tools.close();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
