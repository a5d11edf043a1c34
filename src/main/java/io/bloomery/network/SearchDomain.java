package io.bloomery.network;

import java.util.Optional;

/** Where the names of machines are. */
public interface SearchDomain {
  /** The domain that short names are looked for in; empty if nobody here serves one. */
  Optional<String> search();
}
