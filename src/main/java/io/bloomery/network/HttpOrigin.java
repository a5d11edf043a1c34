package io.bloomery.network;

/** The beginning of a URL. */
public final class HttpOrigin {
  private HttpOrigin() {}

  /**
   * An IPv6 address stands in brackets (RFC 3986 section 3.2.2), without its zone: that is the
   * number of an interface of ours, and means nothing to the other end.
   *
   * @param address as {@link java.net.InetAddress#getHostAddress} writes it
   */
  public static String of(String address, int port) {
    String bare = address.split("%", 2)[0];
    return "http://" + (bare.contains(":") ? "[" + bare + "]" : bare) + ":" + port;
  }
}
