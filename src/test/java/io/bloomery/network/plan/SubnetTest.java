package io.bloomery.network.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.network.AddressRange;
import io.bloomery.network.Cidr;
import io.bloomery.network.Ipv4;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubnetTest {
  @Test
  void managedNeverAssignsWhatIsReservedOrDynamic() {
    Subnet subnet =
        subnet(true, "10.1.1.1", "RESERVED 10.1.1.2-10.1.1.9", "DYNAMIC 10.1.1.100-10.1.1.199");
    assertThat(subnet.assignable(List.of(Ipv4.of("10.1.1.20"))))
        .extracting(AddressRange::toString)
        .containsExactly("10.1.1.10-10.1.1.19", "10.1.1.21-10.1.1.99", "10.1.1.200-10.1.1.254");
    assertThat(subnet.dynamic()).containsExactly(AddressRange.of("10.1.1.100-10.1.1.199"));
  }

  @Test
  void unmanagedAssignsWhatIsReservedAndLendsNothing() {
    Subnet subnet =
        subnet(false, null, "RESERVED 10.1.1.2-10.1.1.9", "DYNAMIC 10.1.1.100-10.1.1.199");
    assertThat(subnet.assignable(List.of())).containsExactly(AddressRange.of("10.1.1.2-10.1.1.9"));
    assertThat(subnet.dynamic()).isEmpty();
  }

  /** Every refusal says the value and what was expected. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.1.1.1 | RESERVED 10.1.1.1-10.1.1.9   | 10.1.1.1    | outside range 10.1.1.1-10.1.1.9
          10.9.1.1 | RESERVED 10.1.1.2-10.1.1.9   | 10.9.1.1    | a host address of subnet 10.1.1.0/24
                   | DYNAMIC 10.1.2.2-10.1.2.9    | 10.1.2.2    | host addresses of subnet 10.1.1.0/24
                   | DYNAMIC 10.1.1.9-10.1.1.255  | 10.1.1.255  | host addresses of subnet 10.1.1.0/24
          """)
  void refusals(String gateway, String range, String value, String expected) {
    assertThatThrownBy(() -> subnet(true, gateway, range))
        .hasMessageContaining(value)
        .hasMessageContaining(expected);
  }

  @Test
  void overlappingRangesAreRefused() {
    assertThatThrownBy(
            () -> subnet(true, null, "RESERVED 10.1.1.2-10.1.1.9", "DYNAMIC 10.1.1.9-10.1.1.20"))
        .hasMessageContaining("none of range");
  }

  private static Subnet subnet(boolean managed, String gateway, String... ranges) {
    List<SubnetRange> all = new ArrayList<>();
    for (String range : ranges) {
      String[] words = range.split(" ");
      all.add(
          new SubnetRange(0, SubnetRange.Kind.valueOf(words[0]), AddressRange.of(words[1]), ""));
    }
    return new Subnet(
        1,
        1,
        "test",
        Cidr.of("10.1.1.0/24"),
        gateway == null ? null : Ipv4.of(gateway),
        List.of(),
        List.of(),
        null,
        managed,
        false,
        all,
        List.of());
  }
}
