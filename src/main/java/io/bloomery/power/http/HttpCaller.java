package io.bloomery.power.http;

import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerFailure;
import io.bloomery.secret.KnownCertificates;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;

/** Sends one request and has the whole answer, or a failure of the right kind, in time. */
public final class HttpCaller {
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
  private static final int LONGEST_REASON = 200;

  private final HttpClient client;
  private final String kind;
  private final int longestBody;

  private HttpCaller(HttpClient.Builder builder, String kind, int longestBody) {
    this.kind = kind;
    this.longestBody = longestBody;
    client =
        builder
            // Firmware knows HTTP/1.1; an upgrade that is offered has confused some.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LONGEST_CONNECT)
            .build();
  }

  /**
   * One that knows others by the certificate they showed first.
   *
   * @param kind what speaks there, for messages: "Redfish"
   */
  public static HttpCaller pinned(
      String kind, int longestBody, KnownCertificates known, boolean trustOnFirstUse) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] pins = {new PinnedCertificates(known, trustOnFirstUse)};
      context.init(null, pins, null);
      return new HttpCaller(HttpClient.newBuilder().sslContext(context), kind, longestBody);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("TLS is part of every Java", missing);
    }
  }

  /** One that believes those whom this Java's certificate authorities vouch for. */
  public static HttpCaller vouched(String kind, int longestBody) {
    return new HttpCaller(HttpClient.newBuilder(), kind, longestBody);
  }

  /**
   * @throws PassingFailure if nobody answers, or not in time
   * @throws FinalFailure if it is not whom we know, or says more than it may
   */
  public HttpAnswer send(HttpRequest request, Deadline deadline) {
    String where = where(request.uri());
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request, head -> new BoundedBody(longestBody));
    try {
      // A request's own timeout ends with the head of the answer; a body can drip for ever.
      HttpResponse<byte[]> answer = sent.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
      return new HttpAnswer(answer.statusCode(), answer.headers(), answer.body());
    } catch (TimeoutException late) {
      sent.cancel(true);
      throw new PassingFailure(
          "%s did not answer whole within %s".formatted(where, deadline.whole()), late);
    } catch (ExecutionException failed) {
      throw meaning(where, failed.getCause());
    } catch (InterruptedException stopped) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw new PassingFailure("stopped while waiting for " + where, stopped);
    }
  }

  /** What speaks there and where, for messages: never more of the URI, which may hold a secret. */
  public String where(URI uri) {
    return "%s at %s".formatted(kind, uri.getRawAuthority());
  }

  private static PowerFailure meaning(String where, Throwable failed) {
    PinnedCertificates.Stranger stranger = within(failed, PinnedCertificates.Stranger.class);
    if (stranger != null) {
      return new FinalFailure(where + ": " + stranger.getMessage(), failed);
    }
    if (failed instanceof BoundedBody.TooLong) {
      return new FinalFailure(where + " gives " + failed.getMessage(), failed);
    }
    if (failed instanceof SSLHandshakeException && !hungUp(failed)) {
      return new FinalFailure("%s: TLS: %s".formatted(where, reason(failed)), failed);
    }
    if (failed instanceof HttpTimeoutException || failed instanceof ConnectException) {
      return new PassingFailure(
          "%s cannot be reached: %s".formatted(where, reason(failed)), failed);
    }
    return new PassingFailure("%s: %s".formatted(where, reason(failed)), failed);
  }

  /** One that restarts cuts a handshake; JSSE has the same exception for that as for a refusal. */
  private static boolean hungUp(Throwable failed) {
    return within(failed, EOFException.class) != null
        || String.valueOf(failed.getMessage()).contains("terminated the handshake");
  }

  private static <T extends Throwable> T within(Throwable failed, Class<T> kind) {
    Throwable at = failed;
    for (int depth = 0; at != null && depth < 10; depth++) {
      if (kind.isInstance(at)) {
        return kind.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }

  /** What the other side sent can be in it. */
  private static String reason(Throwable failed) {
    String text = failed.getMessage();
    if (text == null) {
      text =
          failed.getCause() == null ? failed.getClass().getSimpleName() : reason(failed.getCause());
    }
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
  }
}
