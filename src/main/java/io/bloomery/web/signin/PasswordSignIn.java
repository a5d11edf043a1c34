package io.bloomery.web.signin;

import io.bloomery.process.signin.Account;
import io.bloomery.process.signin.Accounts;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * Checks a name and password, from the form or from HTTP Basic, for callers that are not guessing.
 */
@Component
final class PasswordSignIn implements AuthenticationProvider {
  private final Accounts accounts;
  private final Throttle throttle = new Throttle(Clock.systemUTC());
  private final Object[] turns = Stream.generate(Object::new).limit(64).toArray();
  private final VerifiedCredentials verified = new VerifiedCredentials(Clock.systemUTC());

  PasswordSignIn(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public Authentication authenticate(Authentication attempt) {
    String name = String.valueOf(attempt.getName());
    String password = String.valueOf(attempt.getCredentials());
    if (name.length() > 64 || password.length() > 200) {
      throw new BadCredentialsException("name or password too long");
    }
    Optional<Account> known =
        accounts.find(name).filter(it -> verified.knows(name, password, it.stamp()));
    return SignedIn.as(known.orElseGet(() -> check(name, password, address(attempt))));
  }

  /** One of an address at a time: many at once would all be tried before the first is counted. */
  private Account check(String name, String password, String address) {
    synchronized (turns[Math.floorMod(address.hashCode(), turns.length)]) {
      return checkAlone(name, password, address);
    }
  }

  private Account checkAlone(String name, String password, String address) {
    Duration pause = throttle.pause(name, address);
    if (!pause.isZero()) {
      throw new TooManyAttempts(pause);
    }
    Optional<Account> account = accounts.verify(name, password);
    if (account.isEmpty()) {
      throttle.wrong(name, address);
      throw new BadCredentialsException("name or password is wrong");
    }
    throttle.right(name, address);
    verified.remember(name, password, account.get().stamp());
    return account.get();
  }

  @Override
  public boolean supports(Class<?> type) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
  }

  private static String address(Authentication attempt) {
    return attempt.getDetails() instanceof WebAuthenticationDetails details
        ? details.getRemoteAddress()
        : "unknown";
  }
}
