package io.bloomery.web.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Says no to programs, as RFC 9457 problems. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    if (why instanceof TooManyAttempts attempts) {
      response.setHeader("Retry-After", String.valueOf(attempts.seconds()));
      write(
          response,
          429,
          "Too many attempts",
          "too many wrong passwords from this address (expected: wait, see Retry-After)");
      return;
    }
    // Not "Basic": a browser would ask for the password itself, keep it, and send it with every
    // forged request.
    response.setHeader("WWW-Authenticate", "Bearer realm=\"bloomery\"");
    write(
        response,
        401,
        "Not signed in",
        "expected: HTTP Basic, a bearer token, or the session of a browser that signed in");
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
      throws IOException {
    String detail =
        why instanceof CsrfException
            ? "the request has a session but not its CSRF token (expected: header X-CSRF-TOKEN)"
            : "this account's roles do not allow it";
    write(response, 403, "Not allowed", detail);
  }

  private static void write(HttpServletResponse response, int status, String title, String detail)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/problem+json");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response
        .getWriter()
        .write(
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(title, status, detail));
  }
}
