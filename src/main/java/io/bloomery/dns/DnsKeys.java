package io.bloomery.dns;

import java.util.List;

/** The keys by which others prove who they are to the name server. */
public interface DnsKeys {
  String USUAL_ALGORITHM = "hmac-sha256";

  /**
   * A new key.
   *
   * @param secret in Base64; never told again
   */
  record Made(DnsKey key, String secret) {
    @Override
    public String toString() {
      return key.toString();
    }
  }

  /** By name. */
  List<DnsKey> keys();

  /**
   * Makes a key; it counts when this returns.
   *
   * @param secret in Base64; null: a new one
   * @throws IllegalArgumentException says the value and what was expected
   */
  Made add(DnsKey key, String secret);

  /**
   * What is signed with it is refused from now on.
   *
   * @return whether there was one of this name
   */
  boolean remove(String name);
}
