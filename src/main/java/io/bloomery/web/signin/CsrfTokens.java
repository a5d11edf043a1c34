package io.bloomery.web.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;

/**
 * The token of a session lies in the session. Who has not signed in has it in a cookie: a session
 * for everybody who asks for the sign-in page would let strangers fill the memory.
 */
final class CsrfTokens implements CsrfTokenRepository {
  private final HttpSessionCsrfTokenRepository inSession = new HttpSessionCsrfTokenRepository();
  private final CookieCsrfTokenRepository inCookie = new CookieCsrfTokenRepository();

  CsrfTokens() {
    // The engine's web applications have a cookie of the usual name.
    inCookie.setCookieName("BLOOMERY-CSRF");
    inCookie.setHeaderName("X-CSRF-TOKEN");
    inCookie.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
  }

  private CsrfTokenRepository of(HttpServletRequest request) {
    return request.getSession(false) == null ? inCookie : inSession;
  }

  @Override
  public CsrfToken generateToken(HttpServletRequest request) {
    return of(request).generateToken(request);
  }

  @Override
  public void saveToken(CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
    of(request).saveToken(token, request, response);
  }

  @Override
  public CsrfToken loadToken(HttpServletRequest request) {
    return of(request).loadToken(request);
  }
}
