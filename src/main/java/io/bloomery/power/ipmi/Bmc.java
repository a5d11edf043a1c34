package io.bloomery.power.ipmi;

import io.bloomery.power.PassingFailure;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One BMC. It is asked one thing at a time, because few stand more, and its session is kept for a
 * while, because opening one takes five questions and most have room for few.
 */
final class Bmc {
  interface Work<T> {
    T in(Session session) throws Silence;
  }

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Line line;
  private Session session;
  private CipherSuite suite;

  Bmc(InetSocketAddress address, IpmiSocket socket) {
    line = new Line(address, socket);
  }

  void receive(byte[] datagram) {
    line.receive(datagram);
  }

  /** Does the work within the time, in the kept session or a new one. */
  <T> T use(Account account, Duration time, Work<T> work) {
    Deadline deadline = Deadline.in(time);
    lock(account, deadline, time);
    try {
      return work(account, deadline, work);
    } catch (Silence silence) {
      throw new PassingFailure(
          "the BMC at %s %s within %s (expected: IPMI over LAN switched on there, and a way to it)"
              .formatted(account.endpoint(), silence.getMessage(), seconds(time)),
          silence);
    } finally {
      lock.unlock();
    }
  }

  private <T> T work(Account account, Deadline deadline, Work<T> work) throws Silence {
    if (session != null && session.account().equals(account)) {
      session.takeUp(deadline);
      try {
        return work.in(session);
      } catch (Silence forgotten) {
        // Begun anew below.
      }
    }
    closeSession();
    session = new Handshake(line, account, deadline).open(suite);
    suite = session.suite();
    try {
      return work.in(session);
    } catch (Silence lost) {
      closeSession();
      throw lost;
    }
  }

  /** Ends a session that nobody used for so long, unless somebody is about to. */
  void closeIfIdleFor(Duration time) {
    if (lock.tryLock()) {
      try {
        if (session != null && session.isIdleFor(time)) {
          closeSession();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private void closeSession() {
    Session former = session;
    session = null;
    if (former != null) {
      former.close();
    }
  }

  private void lock(Account account, Deadline deadline, Duration time) {
    try {
      if (!lock.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
        throw new PassingFailure(
            "the BMC at %s was busy with former questions for %s"
                .formatted(account.endpoint(), seconds(time)));
      }
    } catch (InterruptedException stopped) {
      throw stopped(stopped);
    }
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException stopped) {
      throw stopped(stopped);
    }
  }

  static PassingFailure stopped(InterruptedException stopped) {
    Thread.currentThread().interrupt();
    return new PassingFailure("stopped while a BMC was asked", stopped);
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
