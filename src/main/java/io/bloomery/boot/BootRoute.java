package io.bloomery.boot;

import java.util.Optional;

/** One reason to boot something. */
interface BootRoute {
  /** The answer, or empty if this route is not meant; then the next one is asked. */
  Optional<BootAnswer> answer(BootRequest request);
}
