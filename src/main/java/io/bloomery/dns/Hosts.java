package io.bloomery.dns;

import java.util.Optional;
import java.util.function.Consumer;

/** Where names and their addresses come from. */
interface Hosts {
  /** Tells of each. */
  void all(Consumer<Host> consumer);

  /** What is known now of the one with this id; empty: it has no name or is gone. */
  Optional<Host> find(String id);

  /** Those of both; no id is in both. */
  default Hosts and(Hosts others) {
    Hosts these = this;
    return new Hosts() {
      @Override
      public void all(Consumer<Host> consumer) {
        these.all(consumer);
        others.all(consumer);
      }

      @Override
      public Optional<Host> find(String id) {
        return these.find(id).or(() -> others.find(id));
      }
    };
  }
}
