package io.bloomery.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Debian's cloud-init and netplan, unpacked and not installed: an installed cloud-init would set
 * this host up anew when it starts.
 */
final class CloudInit {
  private static final Path TREE = Path.of("target/cloud-init").toAbsolutePath();

  private CloudInit() {}

  /** Gets them, or skips the test with a reason. */
  static void unpack() throws Exception {
    if (!Files.exists(TREE)) {
      // Into a place of its own first, so that an interrupted one is not taken for a whole.
      Path debs = Files.createTempDirectory(TREE.getParent(), "cloud-init");
      Path tree = debs.resolve("tree");
      int code =
          run(
                  debs,
                  "sh",
                  "-ec",
                  "apt-get -qq download cloud-init netplan.io libnetplan0;"
                      + " for deb in *.deb; do dpkg-deb -x \"$deb\" tree; done")
              .code();
      assumeTrue(code == 0, "cloud-init and netplan.io cannot be downloaded");
      Files.move(tree, TREE);
    }
    assumeTrue(
        run(TREE, "/usr/bin/python3", "-c", "import yaml, configobj, jsonpatch, oauthlib, requests")
                .code()
            == 0,
        "cloud-init's libraries are not installed (src/main/lab/packages)");
  }

  /** What a renderer writes for a network-config: the files' texts by their names. */
  static Map<String, String> rendered(Path directory, String renderer, String networkConfig)
      throws Exception {
    Path config = Files.writeString(directory.resolve("network-config"), networkConfig);
    Path out = Files.createDirectories(directory.resolve(renderer));
    Finished finished =
        run(
            TREE,
            "/usr/bin/python3",
            "-m",
            "cloudinit.cmd.devel.net_convert",
            "-p",
            config.toString(),
            "-k",
            "yaml",
            "-d",
            out.toString(),
            "-D",
            "debian",
            "-O",
            renderer);
    assertThat(finished.code()).as(finished.output()).isZero();
    if (renderer.equals("netplan")) {
      Finished generated = run(TREE, "usr/libexec/netplan/generate", "--root-dir", out.toString());
      assertThat(generated.code()).as(generated.output()).isZero();
    }
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(Files::isRegularFile)
          .collect(Collectors.toMap(it -> it.getFileName().toString(), CloudInit::text));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  private record Finished(int code, String output) {}

  private static Finished run(Path directory, String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().put("PYTHONPATH", TREE + "/usr/lib/python3/dist-packages");
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    try (Stream<Path> libraries =
        Files.exists(TREE) ? Files.list(TREE.resolve("usr/lib")) : Stream.of()) {
      builder
          .environment()
          .put("LD_LIBRARY_PATH", libraries.map(Path::toString).collect(Collectors.joining(":")));
    }
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Finished(process.waitFor(), output);
  }
}
