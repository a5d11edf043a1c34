package io.bloomery.boot.dhcp;

/** What a message wants (RFC 2132 section 9.6); the number on the wire is the ordinal. */
public enum MessageType {
  /** Plain BOOTP (RFC 951), which carries no type. */
  NONE,
  DISCOVER,
  OFFER,
  REQUEST,
  DECLINE,
  ACK,
  NAK,
  RELEASE,
  INFORM;

  static MessageType of(int number) {
    return number > 0 && number < values().length ? values()[number] : NONE;
  }
}
