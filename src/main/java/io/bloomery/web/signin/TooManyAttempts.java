package io.bloomery.web.signin;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Wrong passwords came too fast from this address; even the right one has to wait. */
final class TooManyAttempts extends AuthenticationException {
  private static final long serialVersionUID = 1L;
  private final long seconds;

  TooManyAttempts(Duration pause) {
    super("too many wrong passwords from this address");
    this.seconds = Math.max(1, pause.toSeconds() + 1);
  }

  long seconds() {
    return seconds;
  }
}
