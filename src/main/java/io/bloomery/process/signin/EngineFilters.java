package io.bloomery.process.signin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Behind the sign-in and before the engine: the request's person becomes the engine's authenticated
 * user.
 */
@Configuration(proxyBeanMethods = false)
class EngineFilters {
  /**
   * After Spring Security's chain (-100), before the web applications' own filters, which come
   * last.
   */
  private static final int ORDER = 201;

  @Bean
  FilterRegistrationBean<ContainerBasedAuthenticationFilter> webApplicationIdentity() {
    FilterRegistrationBean<ContainerBasedAuthenticationFilter> filter =
        new FilterRegistrationBean<>(new WebApplicationIdentity());
    filter.addUrlPatterns("/camunda/app/*", "/camunda/api/*");
    filter.setOrder(ORDER);
    return filter;
  }

  @Bean
  FilterRegistrationBean<RestIdentity> restIdentity(ObjectProvider<IdentityService> identities) {
    FilterRegistrationBean<RestIdentity> filter =
        new FilterRegistrationBean<>(new RestIdentity(identities));
    filter.addUrlPatterns("/engine-rest/*", "/api/*");
    filter.setOrder(ORDER);
    return filter;
  }

  /** Their filter would make its provider by name. */
  private static final class WebApplicationIdentity extends ContainerBasedAuthenticationFilter {
    @Override
    public void init(FilterConfig config) {
      authenticationProvider = new SignedInPerson();
    }
  }

  /**
   * The engine authorises calls only while an identity is set on the thread. Filters come first,
   * the engine later.
   */
  static final class RestIdentity extends OncePerRequestFilter {
    private final ObjectProvider<IdentityService> engine;

    RestIdentity(ObjectProvider<IdentityService> engine) {
      this.engine = engine;
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      Account account = SignedInPerson.current().orElse(null);
      if (account == null) {
        // Never reached behind the sign-in; without it the call would run unauthorised.
        response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
        return;
      }
      IdentityService identities = engine.getObject();
      identities.setAuthentication(account.name(), List.copyOf(account.groups()), List.of());
      try {
        chain.doFilter(request, response);
      } finally {
        identities.clearAuthentication();
      }
    }
  }
}
