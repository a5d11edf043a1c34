package io.bloomery.boot.http;

import io.bloomery.boot.BootSettings;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections, with an eye on how fast files are taken. A file costs no thread while its reader is
 * slow, so that a disk may make a machine pause for longer than other answers may wait; but whoever
 * takes less than the least rate over a whole period is cut off.
 *
 * <p>What has been given to the kernel counts as taken: a reader can seem to stand still until a
 * third of the socket's buffer is free again, which is 1.3 MiB at most where the kernel has its
 * usual settings.
 */
final class ReaderWatch extends NioEndpoint {
  private static final Logger log = LoggerFactory.getLogger(ReaderWatch.class);

  /** More often than a connection times out that nobody has looked at. */
  private static final long LOOK_MILLIS = 1_000;

  private final long leastBytes;
  private final long periodNanos;
  private final int patienceMillis;
  private Map<SendfileData, Mark> marks = new IdentityHashMap<>();
  private ScheduledFuture<?> looking;

  /** Where a reader was, and when. */
  private record Mark(long position, long nanos) {}

  ReaderWatch(BootSettings settings) {
    periodNanos = settings.httpLeastRatePeriod().toNanos();
    leastBytes =
        settings.httpLeastRate().toBytes() * settings.httpLeastRatePeriod().toMillis() / 1000;
    // Told by the watch, with the reason, and not by a time-out.
    patienceMillis = Math.toIntExact(settings.httpLeastRatePeriod().toMillis() * 2);
  }

  @Override
  public void startInternal() throws Exception {
    super.startInternal();
    looking =
        getUtilityExecutor()
            .scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stopInternal() {
    if (looking != null) {
      looking.cancel(false);
    }
    super.stopInternal();
  }

  private void look() {
    long now = System.nanoTime();
    Map<SendfileData, Mark> next = new IdentityHashMap<>();
    for (SocketWrapperBase<NioChannel> connection : connections.values()) {
      SendfileData sending = ((NioSocketWrapper) connection).getSendfileData();
      if (sending == null) {
        connection.setWriteTimeout(getConnectionTimeout());
        continue;
      }
      connection.setWriteTimeout(patienceMillis);
      Mark mark = marks.getOrDefault(sending, new Mark(sending.pos, now));
      if (now - mark.nanos() < periodNanos) {
        next.put(sending, mark);
      } else if (sending.pos - mark.position() >= leastBytes) {
        next.put(sending, new Mark(sending.pos, now));
      } else {
        cut(connection, sending, mark);
      }
    }
    marks = next;
  }

  private static void cut(
      SocketWrapperBase<NioChannel> connection, SendfileData sending, Mark mark) {
    log.warn(
        "{} took {} bytes of {} in {} s: closed (bloomery.boot.http-least-rate)",
        connection.getRemoteAddr(),
        sending.pos - mark.position(),
        sending.fileName,
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - mark.nanos()));
    connection.close();
  }
}
