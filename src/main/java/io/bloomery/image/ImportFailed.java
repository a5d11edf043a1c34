package io.bloomery.image;

/**
 * A file is not an image that can be put on a machine; the message tells the person who offered it
 * why.
 */
public class ImportFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ImportFailed(String message) {
    super(message);
  }
}
