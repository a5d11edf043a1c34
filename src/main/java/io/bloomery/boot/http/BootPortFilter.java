package io.bloomery.boot.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Keeps the two ports apart: what machines may ask is answered at the boot port alone, and nothing
 * else answers there. It comes before every other filter, sign-in included.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class BootPortFilter implements Filter {
  private final BootConnector connector;

  BootPortFilter(BootConnector connector) {
    this.connector = connector;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean bootPort = connector.has(request.getLocalPort());
    // The servlet path is what Tomcat maps by: decoded, without "..", and without path parameters.
    String path = ((HttpServletRequest) request).getServletPath();
    boolean forMachines = path.startsWith("/boot/") || path.startsWith("/node/");
    if (bootPort != forMachines) {
      ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    chain.doFilter(request, response);
  }
}
