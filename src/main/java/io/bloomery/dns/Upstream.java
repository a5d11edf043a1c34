package io.bloomery.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/** One question to another server, and whether what comes back is the answer to it. */
final class Upstream {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TCP_PATIENCE_MS = 3_000;

  final AnswerCache.Key key;
  final int id;
  private final byte[] question;

  /** With an id that nobody can guess (RFC 5452 section 9.2). */
  Upstream(AnswerCache.Key key) {
    this.key = key;
    synchronized (RANDOM) {
      id = RANDOM.nextInt(65536);
    }
    question = question(key, id);
  }

  private static byte[] question(AnswerCache.Key key, int id) {
    byte[] name = key.name().octets();
    ByteBuffer out = ByteBuffer.allocate(Query.HEADER + name.length + 4 + 11);
    int flags = Query.RECURSION_DESIRED | (key.unchecked() ? Query.CHECKING_DISABLED : 0);
    out.putShort((short) id).putShort((short) flags);
    out.putShort((short) 1).putInt(0).putShort((short) 1);
    out.put(name).putShort((short) key.type()).putShort((short) DClass.IN);
    AnswerWriter.opt(out.array(), out.position(), Rcode.NOERROR, key.dnssec());
    return out.array();
  }

  ByteBuffer packet() {
    return ByteBuffer.wrap(question);
  }

  /** The message if it answers this question, else null: then the true answer may yet come. */
  Message answer(byte[] bytes) {
    try {
      Message message = new Message(bytes);
      Header header = message.getHeader();
      Record asked = message.getQuestion();
      boolean ours =
          header.getID() == id
              && header.getFlag(Flags.QR)
              && header.getOpcode() == Opcode.QUERY
              && asked != null
              && header.getCount(0) == 1
              && asked.getType() == key.type()
              && asked.getDClass() == DClass.IN
              && WireName.of(asked.getName()).equals(key.name());
      return ours ? message : null;
    } catch (IOException | RuntimeException malformed) {
      return null;
    }
  }

  /** Asks again by TCP, where long answers fit. */
  Message overTcp(Peer server) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server.socketAddress(), TCP_PATIENCE_MS);
      socket.setSoTimeout(TCP_PATIENCE_MS);
      byte[] framed = new byte[question.length + 2];
      ByteBuffer.wrap(framed).putShort((short) question.length).put(question);
      new DataOutputStream(socket.getOutputStream()).write(framed);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] bytes = new byte[in.readUnsignedShort()];
      in.readFully(bytes);
      return answer(bytes);
    }
  }
}
