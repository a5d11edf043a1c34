package io.bloomery.node;

import java.time.Duration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * An agent's question for work, kept open without a thread until there is work or the time is over.
 */
final class Poll {
  final LiveSession session;
  final DeferredResult<ResponseEntity<String>> answer;

  Poll(LiveSession session, Duration time) {
    this.session = session;
    answer = new DeferredResult<>(time.toMillis());
  }

  void nothing() {
    answer.setResult(ResponseEntity.noContent().build());
  }
}
