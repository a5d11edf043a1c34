package io.bloomery.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The images that can be put on machines. */
@Component
public class Images {
  private static final Logger LOG = LoggerFactory.getLogger(Images.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,31}");

  private final ImageRows rows;
  private final ImageStore store;
  private final ImageSettings settings;

  /** Unpacking and packing take all cores there are. */
  private final Semaphore turns = new Semaphore(1);

  private final Set<ImageImport> running = ConcurrentHashMap.newKeySet();

  private interface Source {
    Path of(ImageImport run) throws IOException;
  }

  Images(ImageRows rows, ImageStore store, ImageSettings settings) {
    this.rows = rows;
    this.store = store;
    this.settings = settings;
  }

  /** The image with this name, or else this digest. */
  public Optional<Image> find(String nameOrDigest) {
    Optional<Image> named = rows.byName(nameOrDigest);
    return named.isPresent() ? named : rows.byDigest(nameOrDigest);
  }

  /** Every image, by name. */
  public List<Image> list() {
    return rows.all();
  }

  /** The stored file with this digest. */
  public Optional<Path> file(String digest) {
    return store.find(digest);
  }

  /** The imports that run now. */
  public List<ImportProgress> imports() {
    return running.stream().map(ImageImport::progress).toList();
  }

  /**
   * Imports a file that lies on the controller: raw or qcow2, plain or packed by gzip, xz or zstd.
   * Returns when it is in the store. The same file under the same name again changes nothing.
   *
   * @param file in an import directory; relative to it or absolute
   * @throws ImportFailed if the file is not such an image, or not a whole one
   */
  public Image importFile(Path file, String name, String os, String version)
      throws IOException, InterruptedException {
    return run(name, os, version, run -> allowed(file));
  }

  /**
   * As {@link #importFile}, of what is uploaded.
   *
   * @param length how many bytes must come, or -1
   * @param digest SHA-256 of them in hexadecimal, or null
   */
  public Image importStream(
      InputStream upload, long length, String digest, String name, String os, String version)
      throws IOException, InterruptedException {
    return run(name, os, version, run -> run.receive(upload, length, digest));
  }

  /** Removes an image; its file goes with its last name. False if there is none of this name. */
  public synchronized boolean remove(String name) throws IOException {
    Optional<Image> image = rows.byName(name);
    if (image.isEmpty() || !rows.remove(name)) {
      return false;
    }
    if (rows.byDigest(image.get().digest()).isEmpty()) {
      store.remove(image.get().digest());
    }
    return true;
  }

  private Image run(String name, String os, String version, Source source)
      throws IOException, InterruptedException {
    check("name", name, NAME, "1 to 63 lower-case letters, digits, dots, hyphens and underscores");
    check("os", os, WORD, "1 to 32 letters and digits");
    check("version", version, WORD, "1 to 32 letters and digits");
    try (ImageImport run = new ImageImport(store, settings.maxLength().toBytes(), name)) {
      running.add(run);
      try {
        Path file = source.of(run);
        turns.acquire();
        try {
          Image image = added(run, run.prepare(file, os, version));
          LOG.info(
              "Image {} is in the store: {} bytes, digest {}",
              name,
              image.storedLength(),
              image.digest());
          return image;
        } finally {
          turns.release();
        }
      } finally {
        running.remove(run);
      }
    }
  }

  /** File and row at once, as far as {@link #remove} sees. */
  private synchronized Image added(ImageImport run, Image image) throws IOException {
    Optional<Image> before = rows.byName(image.name());
    if (before.isPresent() && !before.get().digest().equals(image.digest())) {
      throw new ImportFailed(
          "name: " + image.name() + " (expected: a name that no other image has)");
    }
    run.keep(image);
    if (before.isEmpty()) {
      rows.add(image);
    }
    return before.orElse(image);
  }

  private Path allowed(Path file) throws IOException {
    List<Path> directories =
        List.of(settings.importDirectory().toAbsolutePath().normalize(), store.offered());
    for (Path directory : directories) {
      Path wanted = directory.resolve(file).normalize();
      // Links are followed first, so that none leads out.
      if (Files.isRegularFile(wanted) && wanted.toRealPath().startsWith(directory.toRealPath())) {
        return wanted.toRealPath();
      }
    }
    throw new ImportFailed(
        "file: "
            + file
            + " (expected: a file in "
            + directories.get(0)
            + " or "
            + directories.get(1)
            + ")");
  }

  private static void check(String field, String value, Pattern pattern, String expected) {
    if (value == null || !pattern.matcher(value).matches()) {
      throw new ImportFailed(field + ": " + value + " (expected: " + expected + ")");
    }
  }
}
