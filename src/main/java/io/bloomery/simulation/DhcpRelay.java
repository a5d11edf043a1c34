package io.bloomery.simulation;

import io.bloomery.simulation.DhcpWords.Asker;
import io.bloomery.simulation.DhcpWords.Lease;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * The simulated machines' way to the DHCP server. They have no network card to broadcast on, so
 * they stand behind a relay agent at an address of its own; servers answer relays at the relay's
 * server port (RFC 2131 section 4.1).
 */
final class DhcpRelay implements AutoCloseable {
  /** PXE's waiting times for an offer, in seconds (PXE 2.1 section 2.2.1). */
  private static final int[] WAITS = {4, 8, 16, 32};

  private final Loop loop;
  private final InetSocketAddress server;
  private final InetAddress relay;
  private final InetAddress subnet;
  private final DatagramChannel channel;
  private final Map<Integer, Talk> talks = new HashMap<>();
  private final Random random = new Random();

  DhcpRelay(Loop loop, InetSocketAddress server, InetAddress relay, InetAddress subnet)
      throws IOException {
    this.loop = loop;
    this.server = server;
    this.relay = relay;
    this.subnet = subnet;
    channel = DatagramChannel.open();
    InetSocketAddress own = new InetSocketAddress(relay, server.getPort());
    try {
      channel.bind(own);
    } catch (BindException e) {
      channel.close();
      throw new IOException("the relay's address " + own + " cannot be used: " + e.getMessage(), e);
    }
    loop.register(channel, SelectionKey.OP_READ, this::heard);
  }

  /** Discover, offer, request, acknowledgement; fails with a TimeoutException if nobody answers. */
  CompletableFuture<Lease> ask(MachineFacts facts, Asker asker) {
    Talk talk = new Talk(random.nextInt(), facts, asker);
    talks.put(talk.xid, talk);
    talk.say();
    return talk.granted;
  }

  private void heard(SelectionKey key) throws IOException {
    ByteBuffer packet = loop.buffer();
    while (channel.receive(packet.clear()) != null) {
      DhcpWords.Reply reply = DhcpWords.read(packet.flip());
      Talk talk = reply == null ? null : talks.get(reply.xid());
      if (talk != null) {
        talk.hear(reply);
      }
    }
  }

  @Override
  public void close() {
    Loop.closeQuietly(channel);
  }

  private final class Talk {
    private final int xid;
    private final MachineFacts facts;
    private final Asker asker;
    private final CompletableFuture<Lease> granted = new CompletableFuture<>();
    private Lease offer;
    private int tries;

    Talk(int xid, MachineFacts facts, Asker asker) {
      this.xid = xid;
      this.facts = facts;
      this.asker = asker;
    }

    void say() {
      if (tries == WAITS.length) {
        talks.remove(xid);
        granted.completeExceptionally(
            new TimeoutException("no DHCP server answered " + facts.name() + " at " + server));
        return;
      }
      int type = offer == null ? DhcpWords.DISCOVER : DhcpWords.REQUEST;
      try {
        channel.send(DhcpWords.message(type, xid, asker, facts, offer, relay, subnet), server);
      } catch (IOException e) {
        // As lost on the wire: said again after the wait.
      }
      Lease before = offer;
      int now = ++tries;
      loop.after(Duration.ofSeconds(WAITS[tries - 1]))
          .thenRun(
              () -> {
                if (!granted.isDone() && offer == before && tries == now) {
                  say();
                }
              });
    }

    void hear(DhcpWords.Reply reply) {
      if (reply.type() == DhcpWords.OFFER && offer == null) {
        offer = reply.lease();
        tries = 0;
        say();
      } else if (reply.type() == DhcpWords.ACK && offer != null) {
        talks.remove(xid);
        granted.complete(reply.lease());
      } else if (reply.type() != DhcpWords.OFFER) {
        // Refused (NAK): from the beginning.
        offer = null;
      }
    }
  }
}
