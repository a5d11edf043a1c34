package io.bloomery.node;

import io.bloomery.machine.MacAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Tokens that prove who a machine is: the boot token in its script, good for one registration, and
 * the first-boot token in its seed. Both are made by HMAC-SHA256 (RFC 2104), so serving a script
 * writes nothing anywhere.
 */
@Component
public class BootTokens {
  private static final byte BOOT = 1;
  private static final byte FIRST_BOOT = 2;
  private static final int NONCE = 16;
  private static final int PAYLOAD = 1 + 6 + 4 + 8 + NONCE;
  private static final int SIGNATURE = 32;

  private final SecretKeySpec key;
  private final NodeSettings settings;
  private final SecureRandom random = new SecureRandom();
  private final Clock clock;

  /** What a valid boot token says. */
  record BootToken(MacAddress mac, int generation, String nonce) {}

  /** What a valid first-boot token says. */
  record FirstBootToken(String machine, String deployment) {}

  @Autowired
  BootTokens(@Value("${bloomery.data:./data}") Path data, NodeSettings settings)
      throws IOException {
    this(KeyFile.read(data.resolve("boot-token.key")), settings, Clock.systemUTC());
  }

  BootTokens(byte[] key, NodeSettings settings, Clock clock) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
    this.settings = settings;
    this.clock = clock;
  }

  /** A token with which the machine with this NIC may register once, in the boot of this count. */
  public String mint(MacAddress mac, int generation) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    ByteBuffer payload = ByteBuffer.allocate(PAYLOAD + SIGNATURE);
    payload.put(BOOT).put(mac.bytes()).putInt(generation);
    payload.putLong(clock.millis() + settings.tokenLifetime().toMillis()).put(nonce);
    payload.put(sign(Arrays.copyOf(payload.array(), PAYLOAD)));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(payload.array());
  }

  /**
   * What the token says, if it was minted here and has not ended. Whether it was used before is not
   * known here.
   */
  Optional<BootToken> open(String token) {
    byte[] bytes = decode(token);
    if (bytes.length != PAYLOAD + SIGNATURE || bytes[0] != BOOT) {
      return Optional.empty();
    }
    byte[] signature = Arrays.copyOfRange(bytes, PAYLOAD, bytes.length);
    if (!MessageDigest.isEqual(signature, sign(Arrays.copyOf(bytes, PAYLOAD)))) {
      return Optional.empty();
    }
    ByteBuffer payload = ByteBuffer.wrap(bytes, 7, PAYLOAD - 7);
    int generation = payload.getInt();
    if (payload.getLong() < clock.millis()) {
      return Optional.empty();
    }
    byte[] nonce = new byte[NONCE];
    payload.get(nonce);
    return Optional.of(
        new BootToken(MacAddress.of(bytes, 1), generation, HexFormat.of().formatHex(nonce)));
  }

  /** The token with which the installed system reports its first boot. */
  String firstBoot(String machine, String deployment) {
    return machine + "." + deployment + "." + firstBootSignature(machine, deployment);
  }

  Optional<FirstBootToken> openFirstBoot(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    byte[] expected = firstBootSignature(parts[0], parts[1]).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(expected, parts[2].getBytes(StandardCharsets.UTF_8))
        ? Optional.of(new FirstBootToken(parts[0], parts[1]))
        : Optional.empty();
  }

  private String firstBootSignature(String machine, String deployment) {
    byte[] text = (machine + "\n" + deployment).getBytes(StandardCharsets.UTF_8);
    ByteBuffer payload = ByteBuffer.allocate(1 + text.length).put(FIRST_BOOT).put(text);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sign(payload.array()));
  }

  private byte[] sign(byte[] payload) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(payload);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("HmacSHA256 is part of every Java", missing);
    }
  }

  private static byte[] decode(String token) {
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException nonsense) {
      return new byte[0];
    }
  }
}
