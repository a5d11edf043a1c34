package io.bloomery.node;

import java.util.List;

/** The SSH keys of people. */
public interface OwnerKeys {
  /**
   * The public keys of this person, one line each as in {@code authorized_keys}; empty if there are
   * none.
   */
  List<String> of(String user);
}
