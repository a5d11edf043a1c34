package io.bloomery.boot;

import io.bloomery.image.FileAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The directory of boot files: flat, read only. */
@Component
class BootDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(BootDirectory.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final Path directory;

  BootDirectory(BootSettings settings) {
    directory = settings.files().toAbsolutePath().normalize();
  }

  /** Whether the in-RAM system was built for this architecture. */
  boolean has(Architecture architecture) {
    return has(architecture.kernel()) && has(architecture.ramSystem());
  }

  boolean has(String name) {
    return Files.isRegularFile(directory.resolve(name));
  }

  void serve(String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Path file = NAME.matcher(name).matches() ? directory.resolve(name) : null;
    if (file == null || !Files.isRegularFile(file)) {
      LOG.warn(
          "{} asks for the boot file {}, which {} does not have",
          request.getRemoteAddr(),
          name,
          directory);
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    FileAnswer.of(file).send(request, response);
  }
}
