package io.bloomery.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Makes the data directory for the controller's own account alone, before the database and the
 * stores would make it for everybody. One that is there stays as its operator made it.
 */
class DataDirectory implements EnvironmentPostProcessor {
  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    make(Path.of(environment.getProperty("bloomery.data", "./data")));
  }

  static void make(Path data) {
    Path directory = data.toAbsolutePath().normalize();
    if (Files.exists(directory)) {
      return;
    }
    try {
      Files.createDirectories(directory.getParent());
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "bloomery.data: " + directory + " (expected: a directory this account may make)", failed);
    }
  }
}
