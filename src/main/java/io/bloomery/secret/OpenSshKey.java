package io.bloomery.secret;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;

/**
 * A new Ed25519 key pair in the files OpenSSH reads: the format of its {@code PROTOCOL.key}, the
 * public key as in RFC 8709 section 4.
 *
 * @param publicLine {@code ssh-ed25519 <Base64> <comment>}
 */
record OpenSshKey(String privateFile, String publicLine) {
  private static final String TYPE = "ssh-ed25519";

  /** Unencrypted keys are padded as if by a cipher with this block. */
  private static final int BLOCK = 8;

  static OpenSshKey create(String comment) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519);
      KeyPair pair = generator.generateKeyPair();
      byte[] open = publicBytes((EdECPublicKey) pair.getPublic());
      byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      String line =
          TYPE + " " + Base64.getEncoder().encodeToString(publicBlob(open)) + " " + comment;
      return new OpenSshKey(privateFile(open, seed, comment), line);
    } catch (GeneralSecurityException | IOException failed) {
      throw new UncheckedIOException(new IOException("cannot make an Ed25519 key pair", failed));
    }
  }

  private static String privateFile(byte[] open, byte[] seed, String comment) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII));
    string(out, "none"); // cipher
    string(out, "none"); // key derivation
    string(out, ""); // and its options
    out.writeInt(1); // number of keys
    string(out, publicBlob(open));
    string(out, privateBlob(open, seed, comment));
    String body = Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(bytes.toByteArray());
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + body + "\n-----END OPENSSH PRIVATE KEY-----\n";
  }

  private static byte[] privateBlob(byte[] open, byte[] seed, String comment) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    int check = new SecureRandom().nextInt();
    out.writeInt(check); // twice, so that a reader sees whether it decrypted well
    out.writeInt(check);
    string(out, TYPE);
    string(out, open);
    out.writeInt(seed.length + open.length);
    out.write(seed);
    out.write(open);
    string(out, comment);
    for (int pad = 1; bytes.size() % BLOCK != 0; pad++) {
      out.writeByte(pad);
    }
    return bytes.toByteArray();
  }

  private static byte[] publicBlob(byte[] open) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    string(out, TYPE);
    string(out, open);
    return bytes.toByteArray();
  }

  /**
   * RFC 8032 section 5.1.2: y in little-endian order, the lowest bit of x in the highest bit of the
   * last byte.
   */
  private static byte[] publicBytes(EdECPublicKey key) {
    byte[] big = key.getPoint().getY().toByteArray();
    byte[] little = new byte[32];
    for (int i = 0; i < Math.min(big.length, little.length); i++) {
      little[i] = big[big.length - 1 - i];
    }
    if (key.getPoint().isXOdd()) {
      little[31] |= (byte) 0x80;
    }
    return little;
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    string(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void string(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
