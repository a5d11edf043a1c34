package io.bloomery.boot.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * What is left of a body after the answer. Tomcat would read it to its end however slowly it comes,
 * so that a refused stranger could hold a thread; here it has a second, which is enough for what
 * was on its way, and then the connection is closed.
 */
final class Leftovers extends ValveBase {
  private static final long PATIENCE_NANOS = 1_000_000_000L;

  /** Threads that may wait at a time; most are for machines that do not keep them waiting. */
  private final Semaphore waiting = new Semaphore(8);

  private final List<Connector> connectors;

  Leftovers(List<Connector> connectors) {
    super(true);
    this.connectors = connectors;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    try {
      getNext().invoke(request, response);
    } finally {
      if (connectors.contains(request.getConnector()) && !request.isAsync() && !finished(request)) {
        request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
      }
    }
  }

  private boolean finished(Request request) {
    if (request.getCoyoteRequest().isFinished()) {
      return true;
    }
    if (!waiting.tryAcquire()) {
      return false;
    }
    try {
      return read(request);
    } finally {
      waiting.release();
    }
  }

  /** Reads what has come; whether that was all. */
  private static boolean read(Request request) {
    long begun = System.nanoTime();
    byte[] piece = new byte[8192];
    try {
      InputStream body = request.getStream();
      while (System.nanoTime() - begun < PATIENCE_NANOS) {
        if (request.getCoyoteRequest().isFinished()) {
          return true;
        }
        // The stream's own answer would not look at the socket.
        request.getCoyoteRequest().action(ActionCode.AVAILABLE, Boolean.TRUE);
        if (request.getCoyoteRequest().getAvailable() <= 0) {
          Thread.sleep(20);
        } else if (body.read(piece) < 0) {
          return true;
        }
      }
    } catch (IOException gone) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
