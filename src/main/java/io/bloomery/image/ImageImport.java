package io.bloomery.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One file on its way into the store: unpacked, converted, checked, packed, and only then there.
 */
final class ImageImport implements AutoCloseable {
  private final ImageStore store;
  private final long most;
  private final String name;
  private final Instant startedAt = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
  private final List<Path> drafts = new ArrayList<>();
  private Path prepared;
  private volatile ImportProgress progress;

  ImageImport(ImageStore store, long most, String name) {
    this.store = store;
    this.most = most;
    this.name = name;
    phase("waiting", -1);
  }

  ImportProgress progress() {
    return progress;
  }

  /**
   * Takes what comes, to the last byte.
   *
   * @param length how much must come, or -1
   * @param digest SHA-256 of it, or null
   */
  Path receive(InputStream from, long length, String digest) throws IOException {
    phase("receiving", length);
    Path draft = draft(".upload");
    MessageDigest sha256 = sha256();
    long received = copy(new DigestInputStream(from, sha256), draft);
    if (length >= 0 && received != length) {
      throw new ImportFailed("upload: " + received + " bytes (expected: " + length + ")");
    }
    String got = HexFormat.of().formatHex(sha256.digest());
    if (digest != null && !digest.equalsIgnoreCase(got)) {
      throw new ImportFailed("upload: SHA-256 " + got + " (expected: " + digest + ")");
    }
    return draft;
  }

  /** Makes of the file what is to be stored, and returns what is to be written down of it. */
  Image prepare(Path file, String os, String version) throws IOException, InterruptedException {
    byte[] head = head(file);
    Compression compression = Compression.of(head);
    if (compression == Compression.NONE) {
      return Qcow2.is(head) ? pack(converted(file), os, version) : pack(file, os, version);
    }
    byte[] inner;
    try (Tool unpack = Tool.start(compression.unpack(), file, null)) {
      inner = unpack.output().readNBytes(DiskCheck.HEAD);
    }
    if (Qcow2.is(inner)) {
      return pack(converted(unpacked(file, compression)), os, version);
    }
    // The store's own format is kept as it is: packing it again would cost minutes and change
    // nothing.
    Path packed = draft(".zst");
    boolean asIs = compression == Compression.ZSTD;
    phase("reading", -1);
    if (asIs) {
      try (InputStream from = Files.newInputStream(file)) {
        copy(from, packed);
      }
    }
    RawStream raw;
    try (Tool unpack = Tool.start(compression.unpack(), asIs ? packed : file, null)) {
      raw = read(unpack, asIs ? null : packed);
    }
    return described(packed, raw, os, version);
  }

  /** A file that ends early is first of all cut off, whatever its partition table says. */
  private RawStream read(Tool unpack, Path packed) throws IOException, InterruptedException {
    RawStream raw;
    try {
      raw = RawStream.read(unpack.output(), packed, most, this::advance);
    } catch (ImportFailed failed) {
      unpack.output().close();
      if (unpack.exitCode() == 1) {
        unpack.finish("file: damaged or cut off:");
      }
      throw failed;
    }
    unpack.finish("file: damaged or cut off:");
    return raw;
  }

  private Path unpacked(Path file, Compression compression)
      throws IOException, InterruptedException {
    phase("unpacking", -1);
    Path plain = draft(".qcow2");
    try (Tool unpack = Tool.start(compression.unpack(), file, null)) {
      copy(unpack.output(), plain);
      unpack.finish("file: damaged or cut off:");
    }
    return plain;
  }

  private Path converted(Path qcow2) throws IOException, InterruptedException {
    phase("converting", -1);
    Path raw = draft(".raw");
    Qcow2.convert(qcow2, raw, most);
    return raw;
  }

  private Image pack(Path raw, String os, String version) throws IOException, InterruptedException {
    phase("packing", Files.size(raw));
    Path packed = draft(".zst");
    try (InputStream from = Files.newInputStream(raw)) {
      return described(packed, RawStream.read(from, packed, most, this::advance), os, version);
    }
  }

  private Image described(Path packed, RawStream raw, String os, String version)
      throws IOException {
    long length = Files.size(packed);
    phase("storing", length);
    MessageDigest sha256 = sha256();
    try (InputStream from = new DigestInputStream(Files.newInputStream(packed), sha256)) {
      from.transferTo(OutputStream.nullOutputStream());
    }
    String digest = HexFormat.of().formatHex(sha256.digest());
    prepared = packed;
    return new Image(digest, name, os, version, length, raw.length(), raw.checksum(), startedAt);
  }

  /** Puts what was prepared into the store. */
  void keep(Image image) throws IOException {
    store.keep(prepared, image.digest());
  }

  private long copy(InputStream from, Path to) throws IOException {
    long copied = 0;
    try (OutputStream out = Files.newOutputStream(to)) {
      byte[] buffer = new byte[1 << 18];
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        copied += read;
        if (copied > most) {
          throw new ImportFailed(
              "file: over " + most + " bytes (expected: at most that, bloomery.image.max-length)");
        }
        out.write(buffer, 0, read);
        advance(copied);
      }
    }
    return copied;
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream from = Files.newInputStream(file)) {
      return from.readNBytes(DiskCheck.HEAD);
    }
  }

  private void phase(String phase, long total) {
    progress = new ImportProgress(name, phase, 0, total, startedAt);
  }

  private void advance(long bytes) {
    ImportProgress before = progress;
    progress = new ImportProgress(name, before.phase(), bytes, before.total(), startedAt);
  }

  private Path draft(String suffix) throws IOException {
    Path draft = store.draft(suffix);
    drafts.add(draft);
    return draft;
  }

  /** Drafts that were kept have another name by now. */
  @Override
  public void close() throws IOException {
    for (Path draft : drafts) {
      Files.deleteIfExists(draft);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("SHA-256 is part of every Java", missing);
    }
  }
}
