package io.bloomery.boot.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/** The classic capture file format, version 2.4, with Ethernet frames and times in microseconds. */
final class PcapFile {
  private static final int MAGIC = 0xa1b2c3d4;
  private static final int ETHERNET = 1;
  private static final int LONGEST = 65_535;

  private final OutputStream out;
  private long written;

  /** Begins a file; the stream stays the caller's. */
  PcapFile(OutputStream out) throws IOException {
    this.out = out;
    ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(MAGIC).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
    write(header.putInt(LONGEST).putInt(ETHERNET).array(), 24);
    out.flush();
  }

  void add(Instant at, byte[] frame, int length) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt((int) at.getEpochSecond()).putInt(at.getNano() / 1000);
    write(header.putInt(length).putInt(length).array(), 16);
    write(frame, length);
    // Whoever watches it grow wants to see the packet now.
    out.flush();
  }

  /** Bytes so far. */
  long written() {
    return written;
  }

  private void write(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    written += length;
  }
}
