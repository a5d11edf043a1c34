package io.bloomery.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.boot.http.BootConnector;
import io.bloomery.node.GatewayTestApp;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final byte[] KERNEL = new byte[3_000_000];

  @Autowired BootConnector connector;

  @BeforeAll
  static void kernel() throws Exception {
    new Random(1).nextBytes(KERNEL);
    Path files = Files.createDirectories(Path.of("target/test-data/bootfile/files"));
    Files.write(files.resolve("vmlinuz"), KERNEL);
    Files.writeString(files.getParent().resolve("secret"), "secret");
  }

  @Test
  void fileComesWhole() throws Exception {
    assertThat(curl("/boot/file/vmlinuz")).isEqualTo(KERNEL);
  }

  @Test
  void headTellsTheLengthAndSendsNothing() throws Exception {
    // UEFI HTTP boot asks so first and takes the length from here.
    String head = text(curl("/boot/file/vmlinuz", "-I"));
    assertThat(head)
        .startsWith("HTTP/1.1 200")
        .contains("Content-Length: 3000000")
        .contains("Accept-Ranges: bytes");
  }

  @Test
  void partsComeAsAskedFor() throws Exception {
    assertThat(curl("/boot/file/vmlinuz", "-r", "1000-1999"))
        .isEqualTo(Arrays.copyOfRange(KERNEL, 1000, 2000));
    assertThat(curl("/boot/file/vmlinuz", "-r", "2999000-"))
        .isEqualTo(Arrays.copyOfRange(KERNEL, 2_999_000, 3_000_000));
    assertThat(curl("/boot/file/vmlinuz", "-r", "-500"))
        .isEqualTo(Arrays.copyOfRange(KERNEL, 2_999_500, 3_000_000));
    assertThat(status("/boot/file/vmlinuz", "-r", "0-0")).isEqualTo("206");
    assertThat(status("/boot/file/vmlinuz", "-r", "3000000-")).isEqualTo("416");
    assertThat(text(curl("/boot/file/vmlinuz", "-I", "-r", "5-9")))
        .contains("Content-Range: bytes 5-9/3000000");
  }

  @Test
  void brokenDownloadGoesOn() throws Exception {
    Path half = Files.write(Files.createTempFile("half", ".bin"), Arrays.copyOf(KERNEL, 1_234_567));
    curl("/boot/file/vmlinuz", "-C", "-", "-o", half.toString());
    assertThat(Files.readAllBytes(half)).isEqualTo(KERNEL);
    Files.delete(half);
  }

  @Test
  void whatTheClientHasIsNotSentAgain() throws Exception {
    String head = text(curl("/boot/file/vmlinuz", "-I"));
    String etag =
        head.lines()
            .filter(line -> line.startsWith("ETag: "))
            .findFirst()
            .orElseThrow()
            .substring(6)
            .trim();
    assertThat(status("/boot/file/vmlinuz", "-H", "If-None-Match: " + etag)).isEqualTo("304");
    assertThat(status("/boot/file/vmlinuz", "-H", "If-None-Match: \"other\"")).isEqualTo("200");
    assertThat(status("/boot/file/vmlinuz", "-r", "0-9", "-H", "If-Range: " + etag))
        .isEqualTo("206");
    assertThat(status("/boot/file/vmlinuz", "-r", "0-9", "-H", "If-Range: \"other\""))
        .isEqualTo("200");
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
