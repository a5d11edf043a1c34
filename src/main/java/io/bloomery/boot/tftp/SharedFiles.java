package io.bloomery.boot.tftp;

import io.bloomery.boot.link.FileMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;

/**
 * The files that are being sent, each in memory once, for however many clients. Reading for each
 * block would cost as much as sending it.
 */
final class SharedFiles {
  private final Map<Path, Shared> open = new HashMap<>();

  /** What tells one state of a file from another. */
  private record State(long length, FileTime changed, Object key) {
    static State of(Path file) throws IOException {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new State(found.size(), found.lastModifiedTime(), found.fileKey());
    }
  }

  /**
   * @param file its real path
   */
  synchronized Content open(Path file) throws IOException {
    State state = State.of(file);
    Shared shared = open.get(file);
    if (shared == null || !shared.state.equals(state)) {
      FileMapping mapping = FileMapping.of(file);
      if (mapping.length() != state.length()) {
        mapping.close();
        throw new IOException(file + " is being written");
      }
      shared = new Shared(file, state, mapping);
      open.put(file, shared);
    }
    shared.users++;
    return shared.use();
  }

  private synchronized void release(Shared shared) {
    if (--shared.users == 0) {
      open.remove(shared.file, shared);
      shared.mapping.close();
    }
  }

  /** How many are in memory. */
  synchronized int count() {
    return open.size();
  }

  private final class Shared {
    private final Path file;
    private final State state;
    private final FileMapping mapping;
    private int users;

    private Shared(Path file, State state, FileMapping mapping) {
      this.file = file;
      this.state = state;
      this.mapping = mapping;
    }

    private Content use() {
      return new Content() {
        private boolean closed;

        @Override
        public long address() {
          return mapping.address();
        }

        @Override
        public long length() {
          return mapping.length();
        }

        @Override
        public boolean unchanged() {
          try {
            return State.of(file).equals(state);
          } catch (IOException gone) {
            return false;
          }
        }

        @Override
        public void close() {
          if (!closed) {
            closed = true;
            release(Shared.this);
          }
        }
      };
    }
  }
}
