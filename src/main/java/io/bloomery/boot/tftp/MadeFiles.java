package io.bloomery.boot.tftp;

import java.util.Optional;

/** Files that lie in no directory, but are made for the client that asks. */
public interface MadeFiles {
  /**
   * @param path as asked for, with slashes, without a leading one
   * @param client its address
   * @return the file's bytes, or empty if this is no such file
   */
  Optional<byte[]> make(String path, String client);
}
