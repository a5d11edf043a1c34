package io.bloomery.power.ipmi;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Questions to one address and what comes back from there. One question at a time; what is invalid
 * or answers something else is passed over, and the question asked again with growing pauses.
 */
final class Line {
  /** Longer than a BMC that is well takes: asking a slow one too often makes it slower. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

  /** More come only from somebody who floods us, or are late. */
  private static final int MOST_WAITING = 16;

  /** Says what an answer means; null if it answers something else. */
  interface Reader<A> {
    A read(byte[] datagram) throws Malformed;
  }

  private final InetSocketAddress address;
  private final IpmiSocket socket;
  private final BlockingQueue<byte[]> received = new ArrayBlockingQueue<>(MOST_WAITING);

  Line(InetSocketAddress address, IpmiSocket socket) {
    this.address = address;
    this.socket = socket;
  }

  /** Called by the socket's thread, which never waits. */
  void receive(byte[] datagram) {
    received.offer(datagram);
  }

  void send(byte[] datagram) {
    socket.send(datagram, address);
  }

  /**
   * @param packets makes the next packet to send: a repeated one differs within a session
   */
  <A> A ask(Object question, Supplier<byte[]> packets, Reader<A> reader, Deadline deadline)
      throws Silence {
    received.clear(); // late answers to former questions
    String passedOver = null;
    for (Duration pause = FIRST_PAUSE; !deadline.isOver(); pause = longer(pause)) {
      send(packets.get());
      Deadline again = deadline.atMost(pause);
      for (byte[] datagram = await(again); datagram != null; datagram = await(again)) {
        try {
          A answer = reader.read(datagram);
          if (answer != null) {
            return answer;
          }
        } catch (Malformed malformed) {
          passedOver = malformed.getMessage();
        }
      }
    }
    throw new Silence(
        "did not answer " + question + (passedOver == null ? "" : ", but sent " + passedOver));
  }

  private byte[] await(Deadline end) {
    try {
      long left = end.leftNanos();
      // Nothing more when time is over, even if more has come: it may be a flood.
      return left == 0 ? null : received.poll(left, TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      throw Bmc.stopped(stopped);
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}
