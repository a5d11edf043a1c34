package io.bloomery.simulation;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Length and SHA-256 of what streams by. */
final class StreamDigest {
  private final MessageDigest digest;
  private long length;

  StreamDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  void add(ByteBuffer piece) {
    length += piece.remaining();
    digest.update(piece);
  }

  /** What differs from the promise, empty if nothing. */
  String trouble(long promisedLength, String promisedDigest) {
    if (length != promisedLength) {
      return "length " + length + " (expected: " + promisedLength + ")";
    }
    String found = HexFormat.of().formatHex(digest.digest());
    return found.equals(promisedDigest)
        ? ""
        : "digest " + found + " (expected: " + promisedDigest + ")";
  }
}
