package io.bloomery.api;

import io.bloomery.database.Durable;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Tells nobody that what they ordered is done before it is in the file: a person or a script does
 * not order it again. Machines are told by their own gateway.
 */
@Component
class WrittenFirst extends OncePerRequestFilter {
  private static final Set<String> CHANGES = Set.of("POST", "PUT", "PATCH", "DELETE");

  private final Durable durable;

  WrittenFirst(Durable durable) {
    this.durable = durable;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    return !CHANGES.contains(request.getMethod())
        || path.startsWith("/boot/")
        || path.startsWith("/node/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    // The answer is held back, because it may be on its way before the chain returns.
    ContentCachingResponseWrapper held = new ContentCachingResponseWrapper(response);
    chain.doFilter(request, held);
    durable.now();
    held.copyBodyToResponse();
  }
}
