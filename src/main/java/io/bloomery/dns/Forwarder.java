package io.bloomery.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Asks other servers for what is in no zone of ours. One thread does it; each question goes from a
 * port of its own, so that an attacker has to guess port and id (RFC 5452). Who asks the same
 * meanwhile waits for the same answer: a loop of servers ends there, too.
 */
final class Forwarder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Forwarder.class);
  private static final int MOST_QUESTIONS = 1_000;
  private static final int MOST_WAITING_FOR_ONE = 100;
  private static final int MOST_KEPT = 10_000;
  private static final int MOST_TRIES = 4;
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(1_500);
  private static final int LARGEST = 4096;

  private record Deadline(OpenQuestion asked, Upstream upstream, long until) {}

  private final List<Peer> servers;
  private final AnswerCache cache = new AnswerCache(MOST_KEPT);
  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final Map<AnswerCache.Key, OpenQuestion> open = new HashMap<>();
  private final Deque<Deadline> byTime = new ArrayDeque<>();
  private final AnswerWriter out = new AnswerWriter();
  private final ByteBuffer packet = ByteBuffer.allocate(LARGEST);
  private final ThreadPoolExecutor tcp =
      new ThreadPoolExecutor(
          0, 8, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(100), Forwarder::daemon);
  private final Selector selector;
  private final AtomicInteger queued = new AtomicInteger();
  private volatile boolean running = true;
  private int preferred;

  /**
   * @param servers where to ask; none: nothing is forwarded
   */
  Forwarder(List<Peer> servers) {
    this.servers = List.copyOf(servers);
    tcp.setCorePoolSize(8);
    tcp.allowCoreThreadTimeOut(true);
    try {
      selector = Selector.open();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    daemon(this::run).start();
  }

  boolean enabled() {
    return !servers.isEmpty();
  }

  List<Peer> servers() {
    return servers;
  }

  /** Transfers and what only makes sense between two servers is not asked of a third. */
  static boolean mayAsk(int type) {
    return type != Type.OPT && (type < 128 || type > 254);
  }

  /** Answers at once if it is known; otherwise later. */
  void ask(Query query, AnswerWriter writer, Reply reply) {
    AnswerCache.Key key = AnswerCache.Key.of(query);
    long now = System.nanoTime();
    ForwardedAnswer known = cache.get(key, now);
    if (known != null) {
      reply.send(writer.bytes, known.writeTo(writer.bytes, query, now));
    } else if (!enabled() || queued.get() >= MOST_QUESTIONS * 2) {
      reply.send(writer.bytes, writer.error(query, Rcode.SERVFAIL));
    } else {
      OpenQuestion.Waiting waiting = new OpenQuestion.Waiting(query.copy(), reply);
      queued.incrementAndGet();
      later(() -> begin(key, waiting));
    }
  }

  private void later(Runnable work) {
    inbox.add(work);
    selector.wakeup();
  }

  private void run() {
    while (running) {
      try {
        Deadline first = byTime.peek();
        long wait = first == null ? 1_000 : (first.until() - System.nanoTime()) / 1_000_000;
        selector.select(this::received, Math.max(1, wait));
        for (Runnable work = inbox.poll(); work != null; work = inbox.poll()) {
          work.run();
        }
        expire();
      } catch (IOException | RuntimeException failed) {
        log.error("forwarding a DNS question failed", failed);
      }
    }
    open.values().forEach(Forwarder::close);
    try {
      selector.close();
    } catch (IOException closedAnyhow) {
      log.debug("{}", closedAnyhow.getMessage());
    }
  }

  private void begin(AnswerCache.Key key, OpenQuestion.Waiting waiting) {
    OpenQuestion asked = open.get(key);
    if (asked != null && asked.waiting.size() < MOST_WAITING_FOR_ONE) {
      asked.waiting.add(waiting);
    } else if (asked != null || open.size() >= MOST_QUESTIONS) {
      fail(waiting);
    } else {
      asked = new OpenQuestion();
      asked.waiting.add(waiting);
      open.put(key, asked);
      attempt(key, asked);
    }
  }

  /** Asks the next server, or gives up. */
  private void attempt(AnswerCache.Key key, OpenQuestion asked) {
    close(asked);
    while (asked.tries < Math.min(MOST_TRIES, 2 * servers.size())) {
      asked.server = servers.get((preferred + asked.tries) % servers.size());
      asked.tries++;
      asked.upstream = new Upstream(key);
      try {
        send(asked);
        return;
      } catch (IOException unreachable) {
        log.debug("{}: {}", asked.server, unreachable.getMessage());
        close(asked);
      }
    }
    open.remove(key);
    asked.waiting.forEach(this::fail);
  }

  private void send(OpenQuestion asked) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      // The kernel gives a random port, and nothing of others then.
      channel.connect(asked.server.socketAddress());
      asked.channel = channel.register(selector, SelectionKey.OP_READ, asked);
      channel.write(asked.upstream.packet());
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
    byTime.add(new Deadline(asked, asked.upstream, System.nanoTime() + PATIENCE));
  }

  private void received(SelectionKey ready) {
    OpenQuestion asked = (OpenQuestion) ready.attachment();
    try {
      packet.clear();
      ((DatagramChannel) ready.channel()).read(packet);
      byte[] bytes = new byte[packet.flip().limit()];
      packet.get(bytes);
      Message message = asked.upstream.answer(bytes);
      if (message == null) {
        return;
      }
      if (message.getHeader().getFlag(Flags.TC)) {
        close(asked);
        askByTcp(asked);
      } else {
        done(asked, message);
      }
    } catch (IOException refused) {
      // A port nobody listens at.
      attempt(asked.upstream.key, asked);
    }
  }

  private void askByTcp(OpenQuestion asked) {
    // Another one, because TCP has its own patience.
    Upstream upstream = new Upstream(asked.upstream.key);
    asked.upstream = upstream;
    Peer server = asked.server;
    try {
      tcp.execute(
          () -> {
            Message message = null;
            try {
              message = upstream.overTcp(server);
            } catch (IOException failed) {
              log.debug("{} over TCP: {}", server, failed.getMessage());
            }
            Message answer = message;
            later(() -> doneByTcp(asked, upstream, answer));
          });
    } catch (RejectedExecutionException tooMany) {
      attempt(upstream.key, asked);
    }
  }

  private void doneByTcp(OpenQuestion asked, Upstream upstream, Message message) {
    if (asked.upstream != upstream || open.get(upstream.key) != asked) {
      return; // it was given up meanwhile
    }
    if (message == null) {
      attempt(upstream.key, asked);
    } else {
      done(asked, message);
    }
  }

  private void done(OpenQuestion asked, Message message) {
    AnswerCache.Key key = asked.upstream.key;
    int rcode = message.getHeader().getRcode();
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      attempt(key, asked);
      return;
    }
    preferred = servers.indexOf(asked.server);
    close(asked);
    open.remove(key);
    long now = System.nanoTime();
    ForwardedAnswer answer;
    try {
      answer = ForwardedAnswer.of(message, now);
    } catch (IOException | RuntimeException strange) {
      log.debug("an answer of {} was of no use", asked.server, strange);
      asked.waiting.forEach(this::fail);
      return;
    }
    cache.put(key, answer);
    for (OpenQuestion.Waiting waiting : asked.waiting) {
      queued.decrementAndGet();
      waiting.reply().send(out.bytes, answer.writeTo(out.bytes, waiting.query(), now));
    }
  }

  private void expire() {
    long now = System.nanoTime();
    while (!byTime.isEmpty() && byTime.peek().until() - now <= 0) {
      Deadline over = byTime.poll();
      // Another upstream: it was answered, or is being tried again already.
      if (over.asked().upstream == over.upstream()
          && open.get(over.upstream().key) == over.asked()) {
        attempt(over.upstream().key, over.asked());
      }
    }
  }

  private void fail(OpenQuestion.Waiting waiting) {
    queued.decrementAndGet();
    waiting.reply().send(out.bytes, out.error(waiting.query(), Rcode.SERVFAIL));
  }

  private static void close(OpenQuestion asked) {
    if (asked.channel != null) {
      try {
        asked.channel.channel().close();
      } catch (IOException closedAnyhow) {
        log.debug("{}", closedAnyhow.getMessage());
      }
      asked.channel = null;
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "dns-forward");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    running = false;
    tcp.shutdownNow();
    selector.wakeup();
  }
}
