package io.bloomery.boot.tftp;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** What a transfer sends, in memory that only the kernel reads: a file, or something made. */
interface Content extends AutoCloseable {
  /** Where it begins; it is good until {@link #close}. */
  long address();

  long length();

  /** Whether it is still what it was when it was opened. */
  boolean unchanged();

  @Override
  void close();

  static Content of(byte[] bytes) {
    // A direct buffer stays where it is, for as long as somebody refers to it.
    ByteBuffer copy = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    return new Made(copy, Pointer.nativeValue(Native.getDirectBufferPointer(copy)));
  }

  /** Something that lies in no file. */
  record Made(ByteBuffer bytes, long address) implements Content {
    @Override
    public long length() {
      return bytes.limit();
    }

    @Override
    public boolean unchanged() {
      return true;
    }

    @Override
    public void close() {
      // The garbage collector takes it when the transfer is gone.
    }
  }
}
