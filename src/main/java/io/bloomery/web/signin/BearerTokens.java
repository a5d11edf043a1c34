package io.bloomery.web.signin;

import io.bloomery.process.signin.Accounts;
import io.bloomery.tenancy.Tokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/** Signs in by a personal token, {@code Authorization: Bearer …} (RFC 6750 section 2.1). */
final class BearerTokens extends OncePerRequestFilter {
  private static final String SCHEME = "Bearer ";

  private final Tokens tokens;
  private final Accounts accounts;
  private final AuthenticationEntryPoint refusal;

  BearerTokens(Tokens tokens, Accounts accounts, AuthenticationEntryPoint refusal) {
    this.tokens = tokens;
    this.accounts = accounts;
    this.refusal = refusal;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader("Authorization");
    if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      Authentication person =
          tokens
              .makerOf(header.substring(SCHEME.length()).trim())
              .flatMap(
                  maker ->
                      accounts
                          .find(maker.person())
                          .filter(account -> account.stamp().equals(maker.stamp())))
              .map(SignedIn::as)
              .orElse(null);
      if (person == null) {
        refusal.commence(request, response, new BadCredentialsException("token"));
        return;
      }
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(person);
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }
}
