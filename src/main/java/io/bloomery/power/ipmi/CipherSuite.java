package io.bloomery.power.ipmi;

import java.util.List;

/**
 * How a session is protected (table 22-20; suite 17 came with the errata 4 of 2009). All others of
 * the table leave out authentication, integrity or encryption, or build on MD5 or RC4, and are
 * never offered.
 */
enum CipherSuite {
  SUITE_17(17, Algorithm.RAKP_HMAC_SHA256, Algorithm.HMAC_SHA256_128, "HmacSHA256", 32, 16),
  SUITE_3(3, Algorithm.RAKP_HMAC_SHA1, Algorithm.HMAC_SHA1_96, "HmacSHA1", 20, 12);

  /** The better one first. */
  static final List<CipherSuite> ALL = List.of(values());

  /** Tables 13-17, 13-18 and 13-19. */
  static final class Algorithm {
    static final int RAKP_HMAC_SHA1 = 0x01;
    static final int RAKP_HMAC_SHA256 = 0x03;
    static final int HMAC_SHA1_96 = 0x01;
    static final int HMAC_SHA256_128 = 0x04;
    static final int AES_CBC_128 = 0x01;

    private Algorithm() {}
  }

  private final int id;
  private final int authentication;
  private final int integrity;
  private final String hmac;
  private final int hashLength;
  private final int checkLength;

  CipherSuite(
      int id, int authentication, int integrity, String hmac, int hashLength, int checkLength) {
    this.id = id;
    this.authentication = authentication;
    this.integrity = integrity;
    this.hmac = hmac;
    this.hashLength = hashLength;
    this.checkLength = checkLength;
  }

  int id() {
    return id;
  }

  int authentication() {
    return authentication;
  }

  int integrity() {
    return integrity;
  }

  int confidentiality() {
    return Algorithm.AES_CBC_128;
  }

  /** JCA's name of its hash as a code with a key. */
  String hmac() {
    return hmac;
  }

  /** Of the codes in RAKP messages 2 and 3. */
  int hashLength() {
    return hashLength;
  }

  /** Of the codes in RAKP message 4 and at the end of a packet: truncated. */
  int checkLength() {
    return checkLength;
  }
}
