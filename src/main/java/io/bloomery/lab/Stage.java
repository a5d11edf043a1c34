package io.bloomery.lab;

import java.util.Optional;

/**
 * The persons of the play and what they hold.
 *
 * @param administrator reviews, approves, imports
 * @param user asks for machines and signs in to them
 * @param key the user's
 */
record Stage(Api administrator, Api user, UserKey key) {
  /** The host key that the machine reported at its first boot, in known_hosts form. */
  Optional<String> hostKey(Journey journey) {
    Api.Answer answer = user.ask("GET", "/api/v1/machines/" + journey.id + "/host-key", null);
    return answer.ok() ? Optional.of(answer.json().path("hostKey").asText()) : Optional.empty();
  }
}
