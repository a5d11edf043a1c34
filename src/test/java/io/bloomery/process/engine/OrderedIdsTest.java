package io.bloomery.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderedIdsTest {
  private final OrderedIds ids = new OrderedIds();

  @Test
  void laterIdsSortLater() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      made.add(ids.next());
    }
    assertThat(made).isSorted();
    assertThat(new HashSet<>(made)).hasSize(20_000);
  }

  @Test
  void theyAreVersion7() {
    long before = System.currentTimeMillis();
    UUID id = UUID.fromString(ids.next());
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16)
        .isBetween(before, System.currentTimeMillis() + 1);
  }
}
