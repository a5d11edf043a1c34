package io.bloomery.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The scripts that machines run, by name; a script says in its first lines how long it may take.
 */
@Component
class Scripts {
  private static final Pattern TIMEOUT = Pattern.compile("(?m)^#\\s*timeout:\\s*(\\d{1,6})\\s*$");
  private static final Duration UNSAID = Duration.ofMinutes(10);

  private final Map<String, Script> scripts = new TreeMap<>();

  /** A script and how long it may run. */
  public record Script(String name, Duration timeout, String text) {}

  Scripts() throws IOException {
    for (Resource file :
        new PathMatchingResourcePatternResolver().getResources("classpath*:scripts/**/*.sh")) {
      String name = file.getFilename() == null ? "" : file.getFilename().replaceFirst("\\.sh$", "");
      try (InputStream in = file.getInputStream()) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        Matcher timeout = TIMEOUT.matcher(text);
        Duration time =
            timeout.find() ? Duration.ofSeconds(Long.parseLong(timeout.group(1))) : UNSAID;
        scripts.put(name, new Script(name, time, text));
      }
    }
  }

  public Optional<Script> find(String name) {
    return Optional.ofNullable(scripts.get(name));
  }

  Script get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "test: " + name + " (expected: one of " + scripts.keySet() + ")"));
  }
}
