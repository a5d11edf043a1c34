package io.bloomery.process;

import io.bloomery.node.OwnerKeys;
import io.bloomery.tenancy.SshKeys;
import java.util.List;
import org.springframework.stereotype.Component;

/** The keys that a deployed machine takes are those its holder has at that moment. */
@Component
class HolderKeys implements OwnerKeys {
  private final SshKeys keys;

  HolderKeys(SshKeys keys) {
    this.keys = keys;
  }

  @Override
  public List<String> of(String user) {
    return keys.of(user).stream().map(SshKeys.SshKey::line).toList();
  }
}
