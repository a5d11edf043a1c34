package io.bloomery.secret;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The SSH key pair the controller signs in to other hosts with, made at first start, and the file
 * of host keys it knows. A host whose key is not in that file is not talked to.
 */
@Component
public class ControllerKey {
  private static final String PRIVATE = "ssh_ed25519";
  private static final String PUBLIC = "ssh_ed25519.pub";
  private static final String KNOWN_HOSTS = "known_hosts";
  private static final Logger LOG = LoggerFactory.getLogger(ControllerKey.class);

  private final SecretFiles files;
  private final String publicLine;

  ControllerKey(SecretFiles files) {
    this.files = files;
    if (!files.has(PRIVATE) || !files.has(PUBLIC)) {
      OpenSshKey made = OpenSshKey.create("bloomery");
      files.write(PUBLIC, (made.publicLine() + "\n").getBytes(StandardCharsets.US_ASCII));
      files.write(PRIVATE, made.privateFile().getBytes(StandardCharsets.US_ASCII));
    }
    if (!files.has(KNOWN_HOSTS)) {
      files.write(KNOWN_HOSTS, new byte[0]);
    }
    files.read(PRIVATE); // refuses a key that others can read, before ssh does so in other words
    publicLine = new String(files.read(PUBLIC), StandardCharsets.US_ASCII).strip();
    LOG.info(
        "SSH key of this controller; to let it control a libvirt host, add there: {}",
        authorizedKeysLine());
  }

  /** {@code ssh-ed25519 <Base64> bloomery}. */
  public String publicLine() {
    return publicLine;
  }

  /**
   * The line to add to {@code authorized_keys} on a libvirt host: the key opens libvirt and nothing
   * else.
   */
  public String authorizedKeysLine() {
    return "restrict,command=\"virt-ssh-helper qemu:///system\" " + publicLine;
  }

  public Path privateFile() {
    return files.path(PRIVATE);
  }

  /** Keys of the hosts this controller may talk to, as {@code ssh-keyscan} writes them. */
  public Path knownHosts() {
    return files.path(KNOWN_HOSTS);
  }
}
