package io.bloomery.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stops reading a request's body where it becomes too long; the server itself bounds forms only.
 * Image uploads have a bound of their own, and the machines' port has other rules.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class BoundedBodies extends OncePerRequestFilter {
  private static final long REST = 1 << 20;

  /** The engine's REST takes deployments. */
  private static final long ENGINE = 16 << 20;

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return most(request.getRequestURI()) == Long.MAX_VALUE;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long most = most(request.getRequestURI());
    if (request.getContentLengthLong() > most) {
      response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
      response.setContentType("application/problem+json");
      response
          .getWriter()
          .write(
              "{\"type\":\"about:blank\",\"title\":\"Content Too Large\",\"status\":413,\"detail\":\"%s\"}"
                  .formatted(new BodyTooLong(most).getMessage()));
      return;
    }
    chain.doFilter(new Bounded(request, most), response);
  }

  private static long most(String path) {
    if (path.startsWith("/api/v1/images/")
        || path.startsWith("/boot/")
        || path.startsWith("/node/")) {
      return Long.MAX_VALUE;
    }
    return path.startsWith("/engine-rest/") || path.startsWith("/camunda/") ? ENGINE : REST;
  }

  private static final class Bounded extends HttpServletRequestWrapper {
    private final long most;
    private ServletInputStream stream;

    Bounded(HttpServletRequest request, long most) {
      super(request);
      this.most = most;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      if (stream == null) {
        stream = new Counted(super.getInputStream(), most);
      }
      return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }

  private static final class Counted extends ServletInputStream {
    private final ServletInputStream stream;
    private final long most;
    private long read;

    Counted(ServletInputStream stream, long most) {
      this.stream = stream;
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      int value = stream.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int got = stream.read(bytes, offset, length);
      count(Math.max(0, got));
      return got;
    }

    private void count(int got) throws IOException {
      read += got;
      if (read > most) {
        throw new BodyTooLong(most);
      }
    }

    @Override
    public boolean isFinished() {
      return stream.isFinished();
    }

    @Override
    public boolean isReady() {
      return stream.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      stream.setReadListener(listener);
    }
  }
}
