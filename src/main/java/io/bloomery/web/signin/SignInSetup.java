package io.bloomery.web.signin;

import io.bloomery.process.signin.Accounts;
import io.bloomery.tenancy.Tokens;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Four kinds of callers, each with a chain of its own; what no chain lets pass is refused. First
 * match wins.
 *
 * <ol>
 *   <li>programs: REST with an {@code Authorization} header; no session, so nothing a browser could
 *       be tricked into
 *   <li>pages' scripts: REST with a session and its CSRF token
 *   <li>the engine's web applications: a session; their own filter checks their CSRF token
 *   <li>pages
 * </ol>
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SignInSetup {
  static final String PAGE = "/sign-in";

  private static final RequestMatcher REST = anyOf("/api/**", "/engine-rest/**", "/engine-rest");
  private static final RequestMatcher WEB_APPLICATIONS = anyOf("/camunda/**", "/camunda");

  /**
   * These would check passwords past the throttle, or count wrong ones and so lock somebody's
   * account. The engine answers them with a slash or more behind them too.
   */
  private static final RequestMatcher BACK_DOORS =
      anyOf(
          "/engine-rest/identity/verify/**",
          "/engine-rest/engine/*/identity/verify/**",
          "/camunda/api/engine/engine/*/identity/verify/**",
          "/camunda/api/*/auth/user/*/login/**",
          "/camunda/api/*/setup/**");

  /**
   * An account goes through {@code /api/v1/people}, where its keys and tokens go with it, or not if
   * it has machines. The engine would let everybody delete himself.
   */
  private static final RequestMatcher ACCOUNT_DELETIONS =
      request ->
          "DELETE".equals(request.getMethod())
              && anyOf(
                      "/engine-rest/user/**",
                      "/engine-rest/engine/*/user/**",
                      "/camunda/api/engine/engine/*/user/**")
                  .matches(request);

  private static final RequestMatcher WEB_APPLICATIONS_SIGN_OUT =
      PathPatternRequestMatcher.withDefaults()
          .matcher(HttpMethod.POST, "/camunda/api/admin/auth/user/{engine}/logout");

  private final Accounts accounts;
  private final PasswordSignIn passwords;
  private final Refusals refusals = new Refusals();
  private final CsrfTokens csrfTokens = new CsrfTokens();

  SignInSetup(Accounts accounts, PasswordSignIn passwords) {
    this.accounts = accounts;
    this.passwords = passwords;
  }

  @Bean
  @Order(1)
  SecurityFilterChain programChain(HttpSecurity http, Tokens tokens) throws Exception {
    http.securityMatcher(
            request -> REST.matches(request) && request.getHeader("Authorization") != null)
        .csrf(csrf -> csrf.disable())
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authenticationManager(passwordsAlone())
        .httpBasic(basic -> basic.authenticationEntryPoint(refusals))
        .addFilterBefore(
            new BearerTokens(tokens, accounts, refusals), BasicAuthenticationFilter.class);
    return rest(http);
  }

  @Bean
  @Order(2)
  SecurityFilterChain scriptChain(HttpSecurity http) throws Exception {
    http.securityMatcher(REST)
        .csrf(csrf -> csrf.csrfTokenRepository(csrfTokens))
        .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.NEVER))
        .requestCache(cache -> cache.disable())
        .addFilterBefore(new CurrentStanding(accounts), AuthorizationFilter.class);
    return rest(http);
  }

  @Bean
  @Order(3)
  SecurityFilterChain webApplicationChain(HttpSecurity http) throws Exception {
    return http.securityMatcher(WEB_APPLICATIONS)
        .csrf(csrf -> csrf.disable())
        .requestCache(SignInSetup::inCookie)
        .addFilterBefore(new CurrentStanding(accounts), AuthorizationFilter.class)
        .logout(
            out ->
                out.logoutRequestMatcher(WEB_APPLICATIONS_SIGN_OUT)
                    .logoutSuccessHandler(
                        (request, response, who) ->
                            response.setStatus(HttpServletResponse.SC_NO_CONTENT)))
        // Their own filter sets a content security policy; frames and content types are settled
        // here.
        .headers(headers -> headers.frameOptions(frame -> frame.sameOrigin()))
        .exceptionHandling(
            refused ->
                refused
                    .defaultAuthenticationEntryPointFor(
                        new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), anyOf("/camunda/api/**"))
                    .defaultAuthenticationEntryPointFor(
                        new LoginUrlAuthenticationEntryPoint(PAGE), WEB_APPLICATIONS))
        .authorizeHttpRequests(
            who ->
                who.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(BACK_DOORS, ACCOUNT_DELETIONS)
                    .denyAll()
                    .anyRequest()
                    .authenticated())
        .build();
  }

  @Bean
  @Order(4)
  SecurityFilterChain pageChain(HttpSecurity http) throws Exception {
    return http.authenticationManager(passwordsAlone())
        .csrf(csrf -> csrf.csrfTokenRepository(csrfTokens))
        .requestCache(SignInSetup::inCookie)
        .addFilterBefore(new CurrentStanding(accounts), AuthorizationFilter.class)
        .formLogin(
            form ->
                form.loginPage(PAGE)
                    .usernameParameter("name")
                    .permitAll()
                    .failureHandler(
                        (request, response, why) ->
                            response.sendRedirect(
                                PAGE
                                    + (why instanceof TooManyAttempts wait
                                        ? "?wait=" + wait.seconds()
                                        : "?wrong"))))
        .logout(out -> out.logoutUrl("/sign-out").logoutSuccessUrl(PAGE + "?out"))
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(
                        policy ->
                            policy.policyDirectives(
                                "default-src 'self'; frame-ancestors 'none'; base-uri 'none';"
                                    + " form-action 'self'; object-src 'none'"))
                    .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN)))
        .authorizeHttpRequests(
            who ->
                who.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(anyOf(PAGE, "/assets/**"))
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .build();
  }

  private SecurityFilterChain rest(HttpSecurity http) throws Exception {
    return http.exceptionHandling(
            refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .headers(
            headers ->
                headers.contentSecurityPolicy(
                    policy -> policy.policyDirectives("default-src 'none'")))
        .authorizeHttpRequests(
            who ->
                who.dispatcherTypeMatchers(
                        DispatcherType.FORWARD, DispatcherType.ERROR, DispatcherType.ASYNC)
                    .permitAll()
                    .requestMatchers(BACK_DOORS, ACCOUNT_DELETIONS)
                    .denyAll()
                    .anyRequest()
                    .authenticated())
        .build();
  }

  /** Where somebody wanted to go before he signed in; a session for that would be a stranger's. */
  private static void inCookie(RequestCacheConfigurer<HttpSecurity> wanted) {
    wanted.requestCache(new CookieRequestCache());
  }

  /** Without a parent, which would try, and count, a wrong password a second time. */
  private AuthenticationManager passwordsAlone() {
    return new ProviderManager(passwords);
  }

  private static RequestMatcher anyOf(String... patterns) {
    PathPatternRequestMatcher.Builder path = PathPatternRequestMatcher.withDefaults();
    RequestMatcher[] matchers = new RequestMatcher[patterns.length];
    for (int i = 0; i < patterns.length; i++) {
      matchers[i] = path.matcher(patterns[i]);
    }
    return new OrRequestMatcher(matchers);
  }
}
