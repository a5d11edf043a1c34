package io.bloomery.dns;

import java.util.List;

/**
 * A TSIG key (RFC 8945), without its secret.
 *
 * @param name as both sides call it, without a dot at its end
 * @param algorithm hmac-sha224, hmac-sha256, hmac-sha384 or hmac-sha512
 * @param updates names it may update, with all names below each; whole, without a dot at the end
 * @param transfer whether it may have whole zones
 */
public record DnsKey(String name, String algorithm, List<String> updates, boolean transfer) {}
