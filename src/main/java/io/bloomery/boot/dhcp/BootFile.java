package io.bloomery.boot.dhcp;

/**
 * What a client is told to load: a file name for TFTP, or a URL.
 *
 * @param location empty if there is nothing for it
 * @param missing why there is nothing, for people to read; else empty
 */
public record BootFile(String location, String missing) {
  public BootFile(String location) {
    this(location, "");
  }

  public static BootFile none(String why) {
    return new BootFile("", why);
  }

  boolean isNone() {
    return location.isEmpty();
  }
}
