package io.bloomery.boot.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.node.GatewayTestApp;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** Where forwarded headers are believed, they are believed of the proxy on this host alone. */
@SpringBootTest(
    classes = GatewayTestApp.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      GatewayTestApp.WITHOUT_ENGINE,
      "spring.datasource.url=jdbc:h2:mem:believedproxytest;DB_CLOSE_DELAY=-1",
      "bloomery.data=target/test-data/believedproxytest",
      "bloomery.boot.http-port=0",
      "bloomery.network.interface=lo",
      "bloomery.network.address=127.0.0.1",
      "bloomery.network.dhcp-port=0",
      "bloomery.network.tftp-port=0",
      "server.forward-headers-strategy=native"
    })
class BelievedProxyTest {
  @Autowired private BootConnector connector;

  @Test
  void aMachineCannotGiveItselfAnotherOnesAddress() throws Exception {
    assertThat(ForwardedRequest.from("127.0.0.2", connector))
        .startsWith("HTTP/1.1 403")
        .contains("address: 127.0.0.2 (expected");
  }
}
