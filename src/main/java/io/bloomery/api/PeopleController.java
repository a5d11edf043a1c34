package io.bloomery.api;

import io.bloomery.process.signin.Account;
import io.bloomery.process.signin.Accounts;
import io.bloomery.process.signin.Role;
import io.bloomery.tenancy.Allocations;
import io.bloomery.tenancy.SshKeys;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Accounts, made by administrators. */
@RestController
@RequestMapping(path = "/api/v1/people", produces = MediaType.APPLICATION_JSON_VALUE)
class PeopleController {
  record Person(String name, Set<Role> roles) {
    static Person of(Account account) {
      return new Person(account.name(), account.roles());
    }
  }

  record NewPerson(
      @NotBlank @Size(max = 64) String name,
      @NotNull @Size(max = 200) String password,
      @NotNull Role role) {}

  record NewPassword(@NotNull @Size(max = 200) String password) {}

  private final Accounts accounts;
  private final SshKeys keys;
  private final Allocations allocations;

  PeopleController(Accounts accounts, SshKeys keys, Allocations allocations) {
    this.accounts = accounts;
    this.keys = keys;
    this.allocations = allocations;
  }

  @GetMapping
  Page<Person> list(
      @AuthenticationPrincipal Account caller,
      @RequestParam(required = false) @Size(max = 64) String after,
      @RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MOST) int limit) {
    Visibility.manager(caller);
    return Page.of(accounts.list(after, limit + 1), limit, Account::name).map(Person::of);
  }

  @PostMapping
  ResponseEntity<Person> create(
      @AuthenticationPrincipal Account caller, @Valid @RequestBody NewPerson person) {
    administrator(caller);
    Account account = accounts.create(person.name(), person.password(), person.role());
    return ResponseEntity.created(URI.create("/api/v1/people/" + account.name()))
        .body(Person.of(account));
  }

  @GetMapping("/{name}")
  Person one(@AuthenticationPrincipal Account caller, @PathVariable String name) {
    if (!caller.name().equals(name)) {
      Visibility.manager(caller);
    }
    return accounts.find(name).map(Person::of).orElseThrow(() -> Refused.unknown("person", name));
  }

  /** Ends the sessions and tokens of the old password. */
  @PutMapping("/{name}/password")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void password(
      @AuthenticationPrincipal Account caller,
      @PathVariable String name,
      @Valid @RequestBody NewPassword password) {
    administrator(caller);
    accounts.find(name).orElseThrow(() -> Refused.unknown("person", name));
    accounts.changePassword(name, password.password());
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@AuthenticationPrincipal Account caller, @PathVariable String name) {
    administrator(caller);
    Account account = accounts.find(name).orElseThrow(() -> Refused.unknown("person", name));
    if (account.is(Role.ADMINISTRATOR) && accounts.administrators() < 2) {
      throw Refused.now("person: %s (expected: not the last administrator)".formatted(name));
    }
    if (!allocations.list(name, true, Instant.ofEpochMilli(Long.MAX_VALUE), 1).isEmpty()) {
      throw Refused.now(
          "person: %s has open allocations (expected: none, give them back first)".formatted(name));
    }
    accounts.delete(name);
  }

  /** The keys a machine of this person's will take. */
  @GetMapping("/{name}/keys")
  List<SshKeys.SshKey> keys(@AuthenticationPrincipal Account caller, @PathVariable String name) {
    return keys.of(one(caller, name).name());
  }

  private static void administrator(Account caller) {
    if (!caller.is(Role.ADMINISTRATOR)) {
      throw Refused.role("an administrator");
    }
  }
}
