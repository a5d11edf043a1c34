package io.bloomery.boot.dhcp;

/**
 * What a client is told to load: a file name for TFTP, or a URL.
 *
 * @param location empty if there is nothing for it
 */
public record BootFile(String location) {
  public static final BootFile NONE = new BootFile("");
}
