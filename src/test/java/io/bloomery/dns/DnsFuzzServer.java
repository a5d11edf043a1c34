package io.bloomery.dns;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.bloomery.database.Durable;
import io.bloomery.network.TestNetwork;
import io.bloomery.secret.TestSecrets;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;

/** A name server without sockets for its clients, but with all that is behind them. */
final class DnsFuzzServer implements AutoCloseable {
  private static final String SECRET = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";

  private final DnsFuzzUpstream upstream;
  private final Forwarder forwarder;
  private final ZoneWriter writer;
  private final TsigKey key;
  private final Engine engine;
  private final Logger log = (Logger) LoggerFactory.getLogger("io.bloomery.dns");
  private final AppenderBase<ILoggingEvent> listener;

  /**
   * @param failed is told what the server caught and wrote down: an error is one here too
   */
  DnsFuzzServer(TestNetwork network, Path data, DnsFuzzUpstream upstream, Consumer<String> failed) {
    DnsSettings settings = settings();
    this.upstream = upstream;
    forwarder = new Forwarder(List.of(Peer.of("upstream", "127.0.0.1:" + upstream.port())));
    ZoneTable table =
        new ZoneTable(
            network.jdbc,
            new RecordTable(network.jdbc),
            network.transaction.getTransactionManager());
    Zones zones = DnsFuzzZones.filled(settings.origin(), table);
    writer = new ZoneWriter(zones, table, changed -> {});
    writer.start();
    KeyBook keys = new KeyBook(network.jdbc, TestSecrets.vault(data), new Durable(network.jdbc));
    DnsKey known =
        new DnsKey(
            "host.bloomery.internal",
            "hmac-sha256",
            List.of("new.bloomery.internal", "old.bloomery.internal", "ns.bloomery.internal"),
            false);
    keys.add(known, SECRET);
    key = new TsigKey(known, SECRET);
    Refusals refusals = new Refusals();
    engine =
        new Engine(
            new Engine.Parts(
                zones,
                Clients.resolving(settings, network.settings, network.networks),
                Clients.transferring(settings),
                forwarder,
                new ReplyLimit(),
                keys,
                new Updates(zones, writer, refusals),
                refusals));
    listener =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            String text = event.getFormattedMessage() + ": " + event.getThrowableProxy();
            if (event.getLevel() == Level.ERROR || text.contains("Exception")) {
              failed.accept(text);
            }
          }
        };
    listener.start();
    log.addAppender(listener);
  }

  private static DnsSettings settings() {
    return new DnsSettings(
        true,
        "bloomery.internal",
        0,
        List.of(),
        List.of(),
        true,
        List.of(),
        List.of("10.17.18.0/24"),
        List.of(),
        Duration.ofSeconds(30),
        100,
        10,
        Duration.ofSeconds(10));
  }

  void handle(byte[] message, int length, InetAddress client, boolean tcp, Reply reply) {
    engine.handle(message, length, client, tcp, reply);
  }

  /** Whatever it is, with a signature that holds (RFC 8945 section 4). */
  byte[] signed(byte[] message) {
    if (message.length < Query.HEADER) {
      return message;
    }
    int id = (message[0] & 255) << 8 | message[1] & 255;
    TSIGRecord record = key.tsig.generate(new Message(id), message, Rcode.NOERROR, null, true);
    byte[] wire = record.toWire(Section.ADDITIONAL);
    byte[] signed = Arrays.copyOf(message, message.length + wire.length);
    System.arraycopy(wire, 0, signed, message.length, wire.length);
    ByteBuffer counts = ByteBuffer.wrap(signed);
    counts.putShort(10, (short) (counts.getShort(10) + 1));
    return signed;
  }

  @Override
  public void close() {
    log.detachAppender(listener);
    writer.close();
    forwarder.close();
    upstream.close();
  }
}
