package io.bloomery.web.signin;

import io.bloomery.process.signin.Account;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** How an account looks to Spring Security. */
final class SignedIn {
  private SignedIn() {}

  static Authentication as(Account account) {
    List<SimpleGrantedAuthority> roles =
        account.roles().stream()
            .map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
            .toList();
    return UsernamePasswordAuthenticationToken.authenticated(account, null, roles);
  }
}
