package io.bloomery.web.signin;

import io.bloomery.process.signin.Account;
import io.bloomery.process.signin.Accounts;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A session is only as good as its account is now: deleted, other password, other groups, all count
 * at once.
 */
final class CurrentStanding extends OncePerRequestFilter {
  private final Accounts accounts;

  CurrentStanding(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication then = SecurityContextHolder.getContext().getAuthentication();
    if (then != null && then.getPrincipal() instanceof Account account) {
      Optional<Account> now =
          accounts.find(account.name()).filter(it -> it.stamp().equals(account.stamp()));
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      now.map(SignedIn::as).ifPresent(context::setAuthentication);
      SecurityContextHolder.setContext(context);
      HttpSession session = request.getSession(false);
      if (now.isEmpty() && session != null) {
        session.invalidate();
      }
    }
    chain.doFilter(request, response);
  }
}
