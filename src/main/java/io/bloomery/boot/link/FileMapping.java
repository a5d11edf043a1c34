package io.bloomery.boot.link;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * A file in memory, to be sent from there. Nothing here reads it: the kernel does when it sends,
 * and answers a file that was cut short with an error where a read would end the program.
 */
public final class FileMapping implements AutoCloseable {
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_NONBLOCK = 0x800;
  private static final int SEEK_END = 2;
  private static final int PROT_READ = 1;
  private static final int MAP_SHARED = 1;

  /** As Java itself writes names of files. */
  private static final Charset NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private final long address;
  private final long length;
  private boolean closed;

  private FileMapping(long address, long length) {
    this.address = address;
    this.length = length;
  }

  public static FileMapping of(Path path) throws IOException {
    try {
      int file = Libc.open((path + "\0").getBytes(NAMES), O_CLOEXEC | O_NONBLOCK);
      try {
        long length = Libc.lseek(file, 0, SEEK_END);
        long address = length == 0 ? 0 : Libc.mmap(0, length, PROT_READ, MAP_SHARED, file, 0);
        return new FileMapping(address, length);
      } finally {
        Libc.close(file);
      }
    } catch (LastErrorException failed) {
      throw new IOException(path + ": " + failed.getMessage(), failed);
    }
  }

  /** Where its first byte is; it is good until {@link #close}. */
  public long address() {
    return address;
  }

  public long length() {
    return length;
  }

  @Override
  public synchronized void close() {
    if (!closed && length > 0) {
      Libc.munmap(address, length);
    }
    closed = true;
  }
}
