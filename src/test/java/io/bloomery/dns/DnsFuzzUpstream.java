package io.bloomery.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Another name server, at a port of this host, which answers well, wrongly, or not at all. */
final class DnsFuzzUpstream implements AutoCloseable {
  private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final List<byte[]> answers;
  private final SplittableRandom random;

  DnsFuzzUpstream(List<byte[]> answers, long seed) throws IOException {
    this.answers = answers;
    random = new SplittableRandom(seed);
    Thread thread = new Thread(this::run, "fuzz-upstream");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  private void run() {
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    while (true) {
      try {
        packet.setLength(4096);
        socket.receive(packet);
        byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (SocketException closed) {
        if (socket.isClosed()) {
          return;
        }
      } catch (IOException lost) {
        // The one who asked is gone.
      }
    }
  }

  /** The question, and after it records of somebody else's answer, as they are or mutated. */
  private byte[] answer(byte[] question) {
    byte[] known = answers.get(random.nextInt(answers.size()));
    int end = WireName.end(question, Query.HEADER, question.length) + 4;
    int records = WireName.end(known, Query.HEADER, known.length) + 4;
    byte[] answer = Arrays.copyOf(question, end + known.length - records);
    System.arraycopy(known, records, answer, end, known.length - records);
    System.arraycopy(known, 2, answer, 2, Query.HEADER - 2);
    return random.nextInt(4) > 0 ? answer : DnsMutation.mutate(answer, answers, 0, random);
  }

  @Override
  public void close() {
    socket.close();
  }
}
