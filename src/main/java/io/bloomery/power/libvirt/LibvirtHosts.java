package io.bloomery.power.libvirt;

import io.bloomery.secret.ControllerKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** One {@link LibvirtHost} for each URI. */
@Component
class LibvirtHosts {
  private final Map<String, LibvirtHost> byUri = new ConcurrentHashMap<>();
  private final LibvirtSettings settings;
  private final Path key;
  private final Path sshCommand;

  LibvirtHosts(LibvirtSettings settings, ControllerKey key) {
    this.settings = settings;
    this.key = key.privateFile();
    sshCommand = SshCommand.write(key, settings.trustOnFirstUse());
  }

  LibvirtHost at(String uri) {
    return byUri.computeIfAbsent(
        uri,
        text ->
            new LibvirtHost(
                text, new LibvirtUri(text).withKey(key, sshCommand), settings.answer()));
  }

  /** URIs of the hosts to look for new machines on. */
  List<String> known() {
    return settings.hosts();
  }
}
