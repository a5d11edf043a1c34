package io.bloomery.api;

import io.bloomery.machine.Machine;
import io.bloomery.node.FirstBoots;
import io.bloomery.process.signin.Account;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How a user knows that what answers at his machine's address is his machine. */
@RestController
@RequestMapping(path = "/api/v1/machines/{machine}", produces = MediaType.APPLICATION_JSON_VALUE)
class HostKeyController {
  /** In known_hosts form, without the host. */
  record HostKey(String machine, String address, String hostKey) {}

  private final FirstBoots firstBoots;
  private final Visibility visibility;

  HostKeyController(FirstBoots firstBoots, Visibility visibility) {
    this.firstBoots = firstBoots;
    this.visibility = visibility;
  }

  /** The SSH key that the installed system reported at its first boot. */
  @GetMapping("/host-key")
  HostKey hostKey(@AuthenticationPrincipal Account caller, @PathVariable String machine) {
    Machine seen = visibility.machine(caller, machine);
    if (!caller.seesEverything() && !caller.name().equals(seen.owner())) {
      throw Refused.role("the machine's holder, a viewer, an operator or an administrator");
    }
    return firstBoots
        .hostKey(seen.id())
        .map(key -> new HostKey(seen.name(), seen.address(), key))
        .orElseThrow(() -> Refused.unknown("first boot of machine", seen.name()));
  }
}
