package io.bloomery.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpOriginTest {
  @Test
  void ipv6StandsInBracketsWithoutZone() {
    assertThat(HttpOrigin.of("10.17.17.1", 8081)).isEqualTo("http://10.17.17.1:8081");
    assertThat(HttpOrigin.of("fd00:0:0:0:0:0:0:1", 8081))
        .isEqualTo("http://[fd00:0:0:0:0:0:0:1]:8081");
    assertThat(HttpOrigin.of("fe80:0:0:0:0:0:0:1%br0", 80))
        .isEqualTo("http://[fe80:0:0:0:0:0:0:1]:80");
  }
}
