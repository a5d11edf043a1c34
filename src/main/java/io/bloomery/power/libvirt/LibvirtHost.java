package io.bloomery.power.libvirt;

import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerFailure;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One host: one connection that all its machines share, made when first needed and made again when
 * it broke. A call into libvirt cannot be interrupted, so calls run on a few threads of this host;
 * who waits for one waits a bounded time, and a hung host costs those few threads and nobody
 * else's.
 */
final class LibvirtHost {
  /**
   * What is done on a connection; must be idempotent, as it is done again when the connection
   * broke.
   */
  interface Call<T> {
    T on(Connect connect) throws LibvirtException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(LibvirtHost.class);
  private static final int THREADS = 4;
  private static final int LONGEST_QUEUE = 1_000;
  private static final int KEEP_ALIVE_SECONDS = 5;
  private static final int KEEP_ALIVE_COUNT = 3;
  private static final Duration WHILE_HUNG = Duration.ofSeconds(2);

  private final String name;
  private final String uri;
  private final Duration answer;
  private final ThreadPoolExecutor threads;
  private volatile boolean hung;
  private Connect connect;

  LibvirtHost(String name, String uri, Duration answer) {
    this.name = name;
    this.uri = uri;
    this.answer = answer;
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(LONGEST_QUEUE),
            work -> {
              Thread thread = new Thread(work, "libvirt " + name);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  <T> T call(Call<T> call) {
    // A host that did not answer last time and still holds a thread is not given the full time
    // again.
    Duration limit =
        hung && threads.getActiveCount() > 0 && WHILE_HUNG.compareTo(answer) < 0
            ? WHILE_HUNG
            : answer;
    Future<T> result;
    try {
      result = threads.submit(() -> connected(call));
    } catch (RejectedExecutionException full) {
      throw new PassingFailure(
          "libvirt at %s has %d calls waiting".formatted(name, LONGEST_QUEUE), full);
    }
    try {
      T value = result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      hung = false;
      return value;
    } catch (TimeoutException silence) {
      hung = true;
      throw new PassingFailure(
          "libvirt at %s did not answer within %d ms".formatted(name, limit.toMillis()), silence);
    } catch (ExecutionException failed) {
      hung = false;
      throw meant(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new PassingFailure("stopped while waiting for libvirt at " + name, stopped);
    } finally {
      result.cancel(false); // one that has not begun is not begun any more
    }
  }

  private <T> T connected(Call<T> call) throws LibvirtException {
    Connect first = connect();
    try {
      return call.on(first);
    } catch (LibvirtException failed) {
      if (first.isAlive()) {
        throw failed;
      }
      LOG.info("libvirt at {} closed the connection; connecting again", name);
      return call.on(connect());
    }
  }

  private synchronized Connect connect() throws LibvirtException {
    if (connect != null && connect.isAlive()) {
      return connect;
    }
    if (connect != null) {
      Connect broken = connect;
      connect = null;
      broken.close();
    }
    LibvirtLibrary.load();
    Connect made = new Connect(uri);
    if (!uri.startsWith("test:")) { // the mock hypervisor has no line to keep alive
      // Ends calls that hang in an established connection: libvirt then closes it, and they fail.
      made.setKeepAlive(KEEP_ALIVE_SECONDS, KEEP_ALIVE_COUNT);
    }
    connect = made;
    return made;
  }

  private PowerFailure meant(Throwable cause) {
    if (cause instanceof PowerFailure failure) {
      return failure;
    }
    if (cause instanceof LibvirtException failed) {
      return LibvirtErrors.meaning(name, failed);
    }
    return new FinalFailure("libvirt at %s: %s".formatted(name, cause), cause);
  }
}
