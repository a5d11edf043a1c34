package io.bloomery.boot.tftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** What a transfer sends: a file, or something made for this client. */
interface Content extends AutoCloseable {
  long size() throws IOException;

  /** Reads from a position into the buffer, as {@link FileChannel#read(ByteBuffer, long)}. */
  int read(ByteBuffer into, long position) throws IOException;

  @Override
  void close() throws IOException;

  static Content of(FileChannel file) {
    return new Content() {
      @Override
      public long size() throws IOException {
        return file.size();
      }

      @Override
      public int read(ByteBuffer into, long position) throws IOException {
        return file.read(into, position);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  static Content of(byte[] bytes) {
    return new Content() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public int read(ByteBuffer into, long position) {
        int count = (int) Math.min(into.remaining(), bytes.length - position);
        if (count <= 0) {
          return -1;
        }
        into.put(bytes, (int) position, count);
        return count;
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }
}
