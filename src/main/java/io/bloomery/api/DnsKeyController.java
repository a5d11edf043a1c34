package io.bloomery.api;

import io.bloomery.dns.DnsKey;
import io.bloomery.dns.DnsKeys;
import io.bloomery.process.signin.Account;
import io.bloomery.process.signin.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** TSIG keys of programs and name servers that update zones or have them whole. */
@RestController
@RequestMapping(path = "/api/v1/dns/keys", produces = MediaType.APPLICATION_JSON_VALUE)
class DnsKeyController {
  /** Without a secret it gets a new one. */
  record NewKey(
      @NotBlank @Size(max = 254) String name,
      @Size(max = 20) String algorithm,
      @Size(max = 700) String secret,
      @Size(max = 20) List<@NotNull @Size(max = 254) String> updates,
      boolean transfer) {

    DnsKey key() {
      return new DnsKey(
          name,
          algorithm == null ? DnsKeys.USUAL_ALGORITHM : algorithm,
          updates == null ? List.of() : updates,
          transfer);
    }

    @Override
    public String toString() {
      return "key " + name;
    }
  }

  /** The one answer that has the secret. */
  record MadeKey(
      String name, String algorithm, String secret, List<String> updates, boolean transfer) {

    @Override
    public String toString() {
      return "key " + name;
    }
  }

  private final DnsKeys keys;

  DnsKeyController(DnsKeys keys) {
    this.keys = keys;
  }

  @GetMapping
  List<DnsKey> list(@AuthenticationPrincipal Account caller) {
    administrator(caller);
    return keys.keys();
  }

  @PostMapping
  ResponseEntity<MadeKey> add(
      @AuthenticationPrincipal Account caller, @Valid @RequestBody NewKey wanted) {
    administrator(caller);
    DnsKeys.Made made = keys.add(wanted.key(), wanted.secret());
    DnsKey key = made.key();
    return ResponseEntity.created(URI.create("/api/v1/dns/keys/" + key.name()))
        .body(
            new MadeKey(key.name(), key.algorithm(), made.secret(), key.updates(), key.transfer()));
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@AuthenticationPrincipal Account caller, @PathVariable String name) {
    administrator(caller);
    if (!keys.remove(name)) {
      throw Refused.unknown("key", name);
    }
  }

  private static void administrator(Account caller) {
    if (!caller.is(Role.ADMINISTRATOR)) {
      throw Refused.role("an administrator");
    }
  }
}
