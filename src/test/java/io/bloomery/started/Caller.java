package io.bloomery.started;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program, or a browser with its cookies; follows no redirects, so that tests see them. */
public final class Caller {
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final int port;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final CookieManager cookies = new CookieManager();
  private final HttpClient client;

  Caller(int port) {
    this.port = port;
    this.client = HttpClient.newBuilder().cookieHandler(cookies).build();
  }

  public Caller basic(String name, String password) {
    String both =
        Base64.getEncoder()
            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    return with("Authorization", "Basic " + both);
  }

  public Caller bearer(String token) {
    return with("Authorization", "Bearer " + token);
  }

  public Caller with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  /** Signs in as a browser does. */
  public HttpResponse<String> signIn(String name, String password) {
    String token = csrf("/sign-in");
    return form(
        "/sign-in",
        "name=%s&password=%s&_csrf=%s".formatted(encoded(name), encoded(password), encoded(token)));
  }

  /** The CSRF token in the forms of a page. */
  public String csrf(String page) {
    Matcher token = CSRF.matcher(get(page).body());
    if (!token.find()) {
      throw new AssertionError(page + " has no CSRF token");
    }
    return token.group(1);
  }

  public Optional<String> cookie(String name) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(it -> it.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  public HttpResponse<String> get(String path) {
    return send("GET", path, null, null);
  }

  public HttpResponse<String> delete(String path) {
    return send("DELETE", path, null, null);
  }

  public HttpResponse<String> post(String path, String json) {
    return send("POST", path, "application/json", json);
  }

  public HttpResponse<String> put(String path, String json) {
    return send("PUT", path, "application/json", json);
  }

  public HttpResponse<String> form(String path, String form) {
    return send("POST", path, "application/x-www-form-urlencoded", form);
  }

  public HttpResponse<String> send(String method, String path, String type, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    if (type != null) {
      request.header("Content-Type", type);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(method + " " + path, failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
