package io.bloomery.api;

import io.bloomery.boot.dhcp.DhcpState;
import io.bloomery.process.signin.Account;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What DHCP is doing, and who else does it. */
@RestController
@RequestMapping(path = "/api/v1/dhcp", produces = MediaType.APPLICATION_JSON_VALUE)
class DhcpController {
  private final ObjectProvider<DhcpState.Source> servers;

  DhcpController(ObjectProvider<DhcpState.Source> servers) {
    this.servers = servers;
  }

  /** One for each served interface. */
  @GetMapping
  List<DhcpState> dhcp(@AuthenticationPrincipal Account caller) {
    if (!caller.seesEverything()) {
      throw Refused.role("viewer, operator or administrator");
    }
    return servers.stream().flatMap(it -> it.states().stream()).toList();
  }
}
