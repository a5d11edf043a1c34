package io.bloomery.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.boot.dhcp.DhcpFuzz;
import io.bloomery.boot.tftp.TftpFuzz;
import io.bloomery.dns.DnsFuzz;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A short run of each. {@code ./bloomery fuzz NAME --packets N --seed S} is this test with other
 * numbers.
 */
class FuzzTest {
  /** By the name at the command line. */
  private static final Map<String, Fuzzed> ALL =
      Map.of("dhcp", DhcpFuzz::fuzz, "tftp", TftpFuzz::fuzz, "dns", DnsFuzz::fuzz);

  static Stream<String> names() {
    String wanted = System.getProperty("fuzz", "");
    assertThat(wanted).as("fuzz").matches(name -> name.isEmpty() || ALL.containsKey(name));
    return ALL.keySet().stream().filter(name -> wanted.isEmpty() || wanted.equals(name)).sorted();
  }

  @ParameterizedTest
  @MethodSource("names")
  void noPacketDoesHarm(String name) throws Exception {
    ALL.get(name).fuzz(Long.getLong("fuzz.packets", 100_000), Long.getLong("fuzz.seed", 20260));
  }
}
