package io.bloomery.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/**
 * Programs that move their names: each sends one update after the other, signed beforehand, so that
 * little of the processors goes into asking.
 */
final class UpdateLoad {
  static final int UPDATES = 5_000;
  static final int CLIENTS = 64;
  static final int NAMES = 1_000;
  static final String KEY = "bench";
  static final String SECRET =
      Base64.getEncoder().encodeToString("thirty-two bytes that all may know".getBytes());
  private static final int PATIENCE_MS = 5_000;

  private final TSIG tsig = new TSIG(TSIG.HMAC_SHA256, KEY, SECRET);
  private final Name zone;
  private final InetSocketAddress server;

  /**
   * What came of it.
   *
   * @param rate answers a second that say it is done
   * @param latency milliseconds on average
   */
  record Result(double rate, double latency, long lost) {}

  /** One program: it has one update on the way. */
  private static final class Client {
    int update;
    long sent;
  }

  UpdateLoad(String domain, int port) throws IOException {
    zone = Name.fromString(domain + ".");
    server = new InetSocketAddress("127.0.0.1", port);
  }

  /**
   * Sends them all.
   *
   * @param round makes the addresses others than before
   */
  Result run(int round) throws IOException {
    List<byte[]> updates = new ArrayList<>();
    for (int i = 0; i < UPDATES; i++) {
      updates.add(signed(i, address(round, i)));
    }
    try (Selector selector = Selector.open()) {
      Result result = send(updates, selector);
      for (int i = 0; i < NAMES; i += 100) {
        check(i, address(round, UPDATES - NAMES + i));
      }
      return result;
    }
  }

  private Result send(List<byte[]> updates, Selector selector) throws IOException {
    long begun = System.nanoTime();
    int next = 0;
    while (next < CLIENTS) {
      DatagramChannel channel = DatagramChannel.open();
      channel.connect(server);
      channel.configureBlocking(false);
      Client client = new Client();
      channel.register(selector, SelectionKey.OP_READ, client);
      send(channel, client, updates, next++);
    }
    ByteBuffer answer = ByteBuffer.allocate(1232);
    int done = 0;
    long waited = 0;
    try {
      while (done < updates.size() && selector.select(PATIENCE_MS) > 0) {
        for (SelectionKey key : selector.selectedKeys()) {
          DatagramChannel channel = (DatagramChannel) key.channel();
          Client client = (Client) key.attachment();
          answer.clear();
          channel.read(answer);
          expect(client, answer.flip());
          waited += System.nanoTime() - client.sent;
          done++;
          if (next < updates.size()) {
            send(channel, client, updates, next++);
          }
        }
        selector.selectedKeys().clear();
      }
    } finally {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Result(done / seconds, waited / 1e6 / Math.max(1, done), updates.size() - done);
  }

  private static void send(DatagramChannel channel, Client client, List<byte[]> updates, int index)
      throws IOException {
    client.update = index;
    client.sent = System.nanoTime();
    channel.write(ByteBuffer.wrap(updates.get(index)));
  }

  private static void expect(Client client, ByteBuffer answer) throws IOException {
    int id = answer.getShort(0) & 0xffff;
    int rcode = answer.get(3) & 15;
    if (id != client.update || rcode != Rcode.NOERROR) {
      throw new IOException(
          "update %d was answered %s of %d".formatted(client.update, Rcode.string(rcode), id));
    }
  }

  /** The name loses the address it had, and gets another. */
  private byte[] signed(int index, byte[] address) throws IOException {
    Message update = Message.newUpdate(zone);
    update.getHeader().setID(index);
    Name name = name(index % NAMES);
    update.addRecord(Record.newRecord(name, Type.A, DClass.ANY, 0), Section.UPDATE);
    update.addRecord(new ARecord(name, DClass.IN, 30, address), Section.UPDATE);
    byte[] unsigned = update.toWire();
    TSIGRecord signature = tsig.generate(update, unsigned, Rcode.NOERROR, null);
    update.addRecord(signature, Section.ADDITIONAL);
    return update.toWire();
  }

  private Name name(int number) throws IOException {
    return Name.fromString("moving-" + number, zone);
  }

  private static byte[] address(int round, int index) {
    return new byte[] {127, (byte) (round + 1), (byte) (index >> 8), (byte) index};
  }

  /** What was answered must be there. */
  private void check(int number, byte[] address) throws IOException {
    Message question = Message.newQuery(Record.newRecord(name(number), Type.A, DClass.IN));
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.connect(server);
      channel.socket().setSoTimeout(PATIENCE_MS);
      channel.write(ByteBuffer.wrap(question.toWire()));
      ByteBuffer answer = ByteBuffer.allocate(1232);
      channel.read(answer);
      byte[] bytes = new byte[answer.flip().remaining()];
      answer.get(bytes);
      List<Record> found = new Message(bytes).getSection(Section.ANSWER);
      Record expected = new ARecord(name(number), DClass.IN, 30, address);
      if (!found.equals(List.of(expected))) {
        throw new IOException("after the updates: " + found + " (expected: " + expected + ")");
      }
    }
  }
}
