package io.bloomery.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.util.unit.DataSize;

class ImagesTest {
  private static final int LENGTH = 4 << 20;

  @TempDir Path directory;
  private Path incoming;
  private Images images;

  /** Between an image's file and its row. */
  private Runnable beforeAdding = () -> {};

  private ImageStore store;

  @BeforeEach
  void emptyStore() throws IOException {
    JdbcDataSource database = new JdbcDataSource();
    database.setUrl("jdbc:h2:mem:images-" + System.nanoTime() + ";DB_CLOSE_DELAY=-1");
    new ResourceDatabasePopulator(new ClassPathResource("db/migration/V3__image.sql"))
        .execute(database);
    incoming = Files.createDirectories(directory.resolve("incoming"));
    store = new ImageStore(directory.resolve("data"));
    images =
        new Images(
            new ImageRows(new JdbcTemplate(database)) {
              @Override
              void add(Image image) {
                beforeAdding.run();
                super.add(image);
              }
            },
            store,
            new ImageSettings(incoming, DataSize.ofMegabytes(8)));
  }

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    try (var left = Files.list(directory.resolve("data/images/incoming"))) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "raw",
        "raw.gz",
        "raw.xz",
        "raw.zst",
        "qcow2",
        "qcow2.gz",
        "qcow2.xz",
        "qcow2.zst"
      })
  void everyFormBecomesTheSameDisk(String form) throws Exception {
    Path raw = disk("disk.raw");
    Image image = images.importFile(made(raw, form), "debian-12", "debian", "12");

    assertThat(image.rawLength()).isEqualTo(LENGTH);
    assertThat(image.rawChecksum())
        .isEqualTo(printed("sh", "-c", "xxhsum -H1 < " + raw).split(" ")[0]);
    Path stored = images.file(image.digest()).orElseThrow();
    assertThat(image.storedLength()).isEqualTo(Files.size(stored));
    assertThat(printed("sha256sum", stored.toString())).startsWith(image.digest());
    Path back = directory.resolve("back");
    printed("sh", "-c", "zstd -dc < " + stored + " > " + back);
    assertThat(Files.mismatch(back, raw)).isEqualTo(-1);
    assertThat(images.find("debian-12")).contains(image);
    assertThat(images.find(image.digest())).contains(image);
    assertThat(images.imports()).isEmpty();
  }

  @Test
  void sameFileAgainChangesNothingAndANameIsTakenOnce() throws Exception {
    Path raw = disk("disk.raw");
    Image image = images.importFile(raw, "debian-12", "debian", "12");
    assertThat(images.importFile(Path.of("disk.raw"), "debian-12", "debian", "12"))
        .isEqualTo(image);

    byte[] other = Files.readAllBytes(raw);
    other[5000] ^= 1;
    Path changed = Files.write(incoming.resolve("other.raw"), other);
    assertThatThrownBy(() -> images.importFile(changed, "debian-12", "debian", "12"))
        .isInstanceOf(ImportFailed.class)
        .hasMessage("name: debian-12 (expected: a name that no other image has)");
    try (var files = Files.list(directory.resolve("data/images/sha256"))) {
      assertThat(files).hasSize(1);
    }
    assertThat(images.remove("debian-12")).isTrue();
    assertThat(images.file(image.digest())).isEmpty();
  }

  @Test
  void fileIsNotRemovedWithItsLastNameWhileItGetsAnother() throws Exception {
    Path raw = disk("disk.raw");
    Image image = images.importFile(raw, "debian-12", "debian", "12");
    CompletableFuture<Boolean> removed = new CompletableFuture<>();
    beforeAdding =
        () -> {
          removed.completeAsync(this::removed);
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(700));
        };
    images.importFile(raw, "bookworm", "debian", "12");
    assertThat(removed.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(images.list()).extracting(Image::name).containsExactly("bookworm");
    assertThat(images.file(image.digest())).isPresent();
  }

  private boolean removed() {
    try {
      return images.remove("debian-12");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "raw,cut off",
    "raw.gz,cut off",
    "raw.xz,cut off",
    "raw.zst,cut off",
    "qcow2,cut off",
    "qcow2.zst,cut off"
  })
  void truncatedFileIsRefused(String form, String says) throws Exception {
    Path file = made(disk("disk.raw"), form);
    Path cut = incoming.resolve("cut." + form);
    byte[] all = Files.readAllBytes(file);
    Files.write(cut, java.util.Arrays.copyOf(all, (int) (all.length * 0.6) / 512 * 512));
    refused(cut, says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw.gz", "raw.xz", "raw.zst"})
  void alteredFileIsRefused(String form) throws Exception {
    Path file = made(disk("disk.raw"), form);
    byte[] all = Files.readAllBytes(file);
    all[all.length / 2] ^= 0x10;
    refused(Files.write(incoming.resolve("altered." + form), all), "");
  }

  @Test
  void wrongContentIsRefused() throws Exception {
    refused(
        Files.writeString(incoming.resolve("readme.txt"), "Read me. ".repeat(1000)),
        "raw length: 9000");
    refused(Files.write(incoming.resolve("zeros"), new byte[1 << 20]), "no partition table");
    refused(Files.write(incoming.resolve("empty"), new byte[0]), "raw length: 0");
  }

  @Test
  void qcow2ThatReadsOtherFilesIsRefused() throws Exception {
    Path raw = disk("disk.raw");
    Path file = incoming.resolve("thief.qcow2");
    printed(
        "qemu-img",
        "create",
        "-q",
        "-f",
        "qcow2",
        "-F",
        "raw",
        "-b",
        raw.toString(),
        file.toString());
    refused(file, "needs a second file");
  }

  @Test
  void lengthIsBounded() throws Exception {
    Path bomb = incoming.resolve("bomb.gz");
    printed("sh", "-c", "head -c 9000000 /dev/zero | gzip > " + bomb);
    refused(bomb, "raw length: over 8388608");
    Path wide = incoming.resolve("wide.qcow2");
    printed("qemu-img", "create", "-q", "-f", "qcow2", wide.toString(), "1T");
    refused(wide, "raw length: 1099511627776");
  }

  @Test
  void onlyTheImportDirectoryIsReadFrom() throws Exception {
    Path outside =
        Files.write(directory.resolve("outside.raw"), Files.readAllBytes(disk("disk.raw")));
    refused(outside, "expected: a file in ");
    refused(Path.of("../outside.raw"), "expected: a file in ");
    refused(
        Files.createSymbolicLink(incoming.resolve("link.raw"), outside), "expected: a file in ");
  }

  @Test
  void uploadMustBeAllOfIt() throws Exception {
    byte[] disk = Files.readAllBytes(disk("disk.raw"));
    Image image =
        images.importStream(
            new ByteArrayInputStream(disk), disk.length, null, "up", "debian", "12");
    assertThat(image.rawLength()).isEqualTo(LENGTH);
    assertThatThrownBy(
            () ->
                images.importStream(
                    new ByteArrayInputStream(disk), disk.length + 1, null, "up2", "debian", "12"))
        .hasMessage("upload: 4194304 bytes (expected: 4194305)");
    assertThatThrownBy(
            () ->
                images.importStream(
                    new ByteArrayInputStream(disk), -1, "00", "up3", "debian", "12"))
        .hasMessageContaining("(expected: 00)");
  }

  @Test
  void checkTellsWhetherTheFileIsStillThere() throws Exception {
    Image image = images.importFile(disk("disk.raw"), "debian-12", "debian", "12");
    ImageCheck check = new ImageCheck(images);
    assertThat(check.of("debian-12").toString()).contains(image.digest());
    Files.write(images.file(image.digest()).orElseThrow(), new byte[10]);
    assertThat(check.of("debian-12").toString())
        .startsWith("GiveUp")
        .contains("10 bytes (expected: ");
    assertThat(check.of("windows").toString()).startsWith("GiveUp").contains("image: windows");
  }

  private void refused(Path file, String says) {
    assertThatThrownBy(() -> images.importFile(file, "bad", "debian", "12"))
        .isInstanceOf(ImportFailed.class)
        .hasMessageContaining(says);
    assertThat(images.list()).isEmpty();
  }

  /** A disk with a GPT header that knows its length, and content that does not pack well. */
  private Path disk(String name) throws IOException {
    byte[] disk = new byte[LENGTH];
    new Random(1).nextBytes(disk);
    disk[510] = 0x55;
    disk[511] = (byte) 0xaa;
    ByteBuffer bytes = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(512, "EFI PART".getBytes(StandardCharsets.US_ASCII));
    bytes.putLong(512 + 32, LENGTH / 512 - 1);
    return Files.write(incoming.resolve(name), disk);
  }

  private Path made(Path raw, String form) throws Exception {
    Path file = raw;
    if (form.startsWith("qcow2")) {
      file = incoming.resolve("disk.qcow2");
      printed("qemu-img", "convert", "-f", "raw", "-O", "qcow2", raw.toString(), file.toString());
    }
    String packer =
        form.endsWith(".gz")
            ? "gzip"
            : form.endsWith(".xz") ? "xz -0" : form.endsWith(".zst") ? "zstd -q" : "";
    if (!packer.isEmpty()) {
      Path packed = incoming.resolve("disk." + form);
      printed("sh", "-c", packer + " -c < " + file + " > " + packed);
      file = packed;
    }
    return file;
  }

  private static String printed(String... command) throws Exception {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }
}
