package io.bloomery.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.boot.http.BootConnector;
import io.bloomery.node.GatewayTestApp;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** What curl, which the in-RAM system has, makes of our answers. */
@SpringBootTest(
    classes = GatewayTestApp.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      GatewayTestApp.WITHOUT_ENGINE,
      "spring.datasource.url=jdbc:h2:mem:bootfile;DB_CLOSE_DELAY=-1",
      "bloomery.data=target/test-data/bootfile",
      "bloomery.boot.http-port=0",
      "bloomery.boot.files=target/test-data/bootfile/files"
    })
class BootFileTest {
  private static final String VMLINUZ = "/boot/file/vmlinuz";
  private static final byte[] KERNEL = new byte[3_000_000];

  @Autowired BootConnector connector;

  @BeforeAll
  static void kernel() throws Exception {
    new Random(1).nextBytes(KERNEL);
    Path files = Files.createDirectories(Path.of("target/test-data/bootfile/files"));
    Path kernel = Files.write(files.resolve("vmlinuz"), KERNEL);
    // The date of the examples in RFC 9110.
    Files.setLastModifiedTime(kernel, FileTime.from(Instant.parse("1994-11-06T08:49:37.500Z")));
    Files.writeString(files.getParent().resolve("secret"), "secret");
    Files.writeString(files.resolve("http-arm64.efi"), "MZ set controller=255.255.255.255\n...");
  }

  @Test
  void fileComesWhole() throws Exception {
    assertThat(curl(VMLINUZ)).isEqualTo(KERNEL);
  }

  @Test
  void headTellsTheLengthAndSendsNothing() throws Exception {
    // UEFI HTTP boot asks so first and takes the length from here.
    String head = text(curl(VMLINUZ, "-I"));
    assertThat(head)
        .startsWith("HTTP/1.1 200")
        .contains("Content-Length: 3000000")
        .contains("Accept-Ranges: bytes");
  }

  @Test
  void partsComeAsAskedFor() throws Exception {
    assertThat(curl(VMLINUZ, "-r", "1000-1999")).isEqualTo(Arrays.copyOfRange(KERNEL, 1000, 2000));
    assertThat(curl(VMLINUZ, "-r", "2999000-"))
        .isEqualTo(Arrays.copyOfRange(KERNEL, 2_999_000, 3_000_000));
    assertThat(curl(VMLINUZ, "-r", "-500"))
        .isEqualTo(Arrays.copyOfRange(KERNEL, 2_999_500, 3_000_000));
    assertThat(status(VMLINUZ, "-r", "0-0")).isEqualTo("206");
    assertThat(status(VMLINUZ, "-r", "3000000-")).isEqualTo("416");
    assertThat(header("Content-Range", "-r", "5-9")).isEqualTo("bytes 5-9/3000000");
    assertThat(header("Content-Range", "-r", "2999999-4000000"))
        .isEqualTo("bytes 2999999-2999999/3000000");
    assertThat(header("Content-Range", "-r", "-4000000")).isEqualTo("bytes 0-2999999/3000000");
  }

  @Test
  void partThatTheFileDoesNotHaveIsRefusedWithItsLength() throws Exception {
    for (String range : List.of("3000000-", "3000000-4000000", "-0")) {
      assertThat(status(VMLINUZ, "-r", range)).as(range).isEqualTo("416");
      assertThat(header("Content-Range", "-r", range)).as(range).isEqualTo("bytes */3000000");
    }
  }

  @Test
  void whatIsNoSinglePartIsAnsweredWithTheWholeFile() throws Exception {
    for (String range :
        List.of("bytes=0-9,20-29", "bytes=9-5", "bytes=-", "lines=1-2", "bytes=x")) {
      assertThat(curl(VMLINUZ, "-H", "Range: " + range)).as(range).isEqualTo(KERNEL);
    }
    assertThat(header("Content-Length", "-I", "-r", "5-9")).isEqualTo("3000000");
  }

  @Test
  void brokenDownloadGoesOn() throws Exception {
    Path half = Files.write(Files.createTempFile("half", ".bin"), Arrays.copyOf(KERNEL, 1_234_567));
    curl(VMLINUZ, "-C", "-", "-o", half.toString());
    assertThat(Files.readAllBytes(half)).isEqualTo(KERNEL);
    Files.delete(half);
  }

  @Test
  void whatTheClientHasIsNotSentAgain() throws Exception {
    String etag = header("ETag", "-I");
    assertThat(statusIf("None-Match", etag)).isEqualTo("304");
    assertThat(statusIf("None-Match", "W/" + etag)).isEqualTo("304");
    assertThat(statusIf("None-Match", "\"a,b\", " + etag)).isEqualTo("304");
    assertThat(status(VMLINUZ, "-H", "If-None-Match: \"a\"", "-H", "If-None-Match: " + etag))
        .isEqualTo("304");
    assertThat(statusIf("None-Match", "\"other\"")).isEqualTo("200");
  }

  @Test
  void dateCountsWhereThereIsNoTag() throws Exception {
    String modified = header("Last-Modified", "-I");
    assertThat(modified).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    assertThat(statusIf("Modified-Since", modified)).isEqualTo("304");
    // The two older forms too (RFC 9110 section 5.6.7).
    assertThat(statusIf("Modified-Since", "Sunday, 06-Nov-94 08:49:37 GMT")).isEqualTo("304");
    assertThat(statusIf("Modified-Since", "Sun Nov  6 08:49:37 1994")).isEqualTo("304");
    assertThat(statusIf("Modified-Since", "Sun, 06 Nov 1994 08:49:36 GMT")).isEqualTo("200");
    assertThat(statusIf("Modified-Since", "yesterday")).isEqualTo("200");
    assertThat(
            status(
                VMLINUZ, "-H", "If-Modified-Since: " + modified, "-H", "If-None-Match: \"other\""))
        .isEqualTo("200");
    assertThat(curl(VMLINUZ, "-z", "Sun, 06 Nov 1994 08:49:36 GMT")).isEqualTo(KERNEL);
    assertThat(curl(VMLINUZ, "-z", modified)).isEmpty();
  }

  @Test
  void whoeverWantsAnotherStateOfTheFileGetsNothing() throws Exception {
    String etag = header("ETag", "-I");
    assertThat(statusIf("Match", etag)).isEqualTo("200");
    assertThat(statusIf("Match", "*")).isEqualTo("200");
    assertThat(statusIf("Match", "\"other\"")).isEqualTo("412");
    assertThat(statusIf("Match", "W/" + etag)).isEqualTo("412");
    assertThat(statusIf("Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")).isEqualTo("200");
    assertThat(statusIf("Unmodified-Since", "Sun, 06 Nov 1994 08:49:36 GMT")).isEqualTo("412");
  }

  @Test
  void partGoesOnlyToWhoHasTheRestOfTheSameFile() throws Exception {
    String etag = header("ETag", "-I");
    assertThat(statusIf("Range", etag, "-r", "0-9")).isEqualTo("206");
    assertThat(statusIf("Range", "\"other\"", "-r", "0-9")).isEqualTo("200");
    assertThat(statusIf("Range", "W/" + etag, "-r", "0-9")).isEqualTo("200");
    assertThat(statusIf("Range", header("Last-Modified", "-I"), "-r", "0-9")).isEqualTo("200");
    // The file is sent whole then, so that there is nothing that could not be satisfied.
    assertThat(statusIf("Range", "\"other\"", "-r", "3000000-")).isEqualTo("200");
  }

  @Test
  void grubThatCannotKnowWhereItCameFromIsTold() throws Exception {
    String path = "/boot/file/http-arm64.efi";
    assertThat(text(curl(path))).isEqualTo("MZ set controller=10.17.17.1     \n...");
    // UEFI asks for the length first.
    assertThat(text(curl(path, "-I"))).startsWith("HTTP/1.1 200").contains("Content-Length: 37");
    assertThat(text(curl(path, "-I"))).contains("Content-Type: application/efi");
  }

  @Test
  void nothingElseIsServed() throws Exception {
    for (String path :
        List.of(
            "/boot/file/absent",
            "/boot/file/../secret",
            "/boot/file/%2e%2e/secret",
            "/boot/file/..%2fsecret",
            "/boot/file/..%5csecret",
            "/boot/file/%2e%2e%2fsecret",
            "/boot/file//etc/passwd",
            "/boot/file/.hidden",
            "/boot/file/",
            "/boot/../node/../actuator")) {
      assertThat(status(path, "--path-as-is")).as(path).isIn("400", "404");
    }
  }

  @Test
  void wrongMacAddressIsToldWhatIsExpected() throws Exception {
    assertThat(status("/boot/ipxe?mac=nonsense")).isEqualTo("400");
    assertThat(text(curl("/boot/ipxe?mac=nonsense")))
        .contains("expected: six pairs of hexadecimal digits");
  }

  private String statusIf(String condition, String value, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-H", "If-" + condition + ": " + value));
    return status(VMLINUZ, all.toArray(String[]::new));
  }

  private String header(String name, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-o", "/dev/null", "-w", "%header{" + name + "}"));
    return text(curl(VMLINUZ, all.toArray(String[]::new)));
  }

  private String status(String path, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-o", "/dev/null", "-w", "%{http_code}"));
    return text(curl(path, all.toArray(String[]::new)));
  }

  private byte[] curl(String path, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-s", "--max-time", "20"));
    command.addAll(List.of(options));
    command.add("http://127.0.0.1:" + connector.port() + path);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    process.getInputStream().transferTo(out);
    process.waitFor();
    return out.toByteArray();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
