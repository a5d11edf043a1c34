package io.bloomery.api;

import io.bloomery.process.signin.Account;
import io.bloomery.process.signin.Accounts;
import io.bloomery.tenancy.SshKeys;
import io.bloomery.tenancy.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What a person keeps for himself: password, SSH keys, tokens. */
@RestController
@RequestMapping(path = "/api/v1/me", produces = MediaType.APPLICATION_JSON_VALUE)
class MeController {
  record NewKey(@NotBlank @Size(max = 4000) String key) {}

  record TokenRequest(@NotBlank @Size(max = 100) String name, @Min(1) @Max(366) int days) {}

  record PasswordChange(
      @NotNull @Size(max = 200) String oldPassword, @NotNull @Size(max = 200) String newPassword) {}

  private final Accounts accounts;
  private final AuthenticationProvider signIn;
  private final SshKeys keys;
  private final Tokens tokens;

  MeController(Accounts accounts, AuthenticationProvider signIn, SshKeys keys, Tokens tokens) {
    this.accounts = accounts;
    this.signIn = signIn;
    this.keys = keys;
    this.tokens = tokens;
  }

  @GetMapping
  PeopleController.Person me(@AuthenticationPrincipal Account caller) {
    return PeopleController.Person.of(caller);
  }

  @PutMapping("/password")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void password(
      @AuthenticationPrincipal Account caller,
      @Valid @RequestBody PasswordChange change,
      HttpServletRequest request) {
    // As at the sign-in, so that a stolen token or session cannot be used to guess the password.
    UsernamePasswordAuthenticationToken attempt =
        UsernamePasswordAuthenticationToken.unauthenticated(caller.name(), change.oldPassword());
    attempt.setDetails(new WebAuthenticationDetails(request));
    try {
      signIn.authenticate(attempt);
    } catch (BadCredentialsException wrong) {
      throw new IllegalArgumentException(
          "oldPassword: wrong (expected: the password as it is now)", wrong);
    }
    accounts.changePassword(caller.name(), change.newPassword());
  }

  @GetMapping("/keys")
  List<SshKeys.SshKey> keys(@AuthenticationPrincipal Account caller) {
    return keys.of(caller.name());
  }

  @PostMapping("/keys")
  @ResponseStatus(HttpStatus.CREATED)
  SshKeys.SshKey addKey(@AuthenticationPrincipal Account caller, @Valid @RequestBody NewKey key) {
    return keys.add(caller.name(), key.key());
  }

  @DeleteMapping("/keys/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void deleteKey(@AuthenticationPrincipal Account caller, @PathVariable long id) {
    if (!keys.delete(caller.name(), id)) {
      throw Refused.unknown("key", id);
    }
  }

  @GetMapping("/tokens")
  List<Tokens.Token> tokens(@AuthenticationPrincipal Account caller) {
    return tokens.of(caller.name());
  }

  /** The secret in the answer is shown this once. */
  @PostMapping("/tokens")
  @ResponseStatus(HttpStatus.CREATED)
  Tokens.NewToken addToken(
      @AuthenticationPrincipal Account caller, @Valid @RequestBody TokenRequest token) {
    return tokens.create(
        caller.name(), caller.stamp(), token.name(), Duration.ofDays(token.days()));
  }

  @DeleteMapping("/tokens/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revokeToken(@AuthenticationPrincipal Account caller, @PathVariable long id) {
    if (!tokens.revoke(caller.name(), id)) {
      throw Refused.unknown("token", id);
    }
  }
}
