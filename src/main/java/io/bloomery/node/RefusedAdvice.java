package io.bloomery.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Tells agents in one line of text what is wrong. */
@RestControllerAdvice(basePackageClasses = RefusedAdvice.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class RefusedAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedAdvice.class);

  @ExceptionHandler
  ResponseEntity<String> refused(Refused refused) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(refused.status()).contentType(HandOut.TEXT);
    if (refused.retryAfter() > 0) {
      answer.header("Retry-After", "" + refused.retryAfter());
    }
    return answer.body(refused.getMessage() + "\n");
  }

  /** Its operator may make room, so the agent comes again. */
  @ExceptionHandler
  ResponseEntity<String> full(TooManyNewcomers full) {
    LOG.warn("An unknown machine is turned away: {}", full.getMessage());
    return refused(Refused.later(full.getMessage()));
  }

  /** The agent went away while it was answered. */
  @ExceptionHandler
  void gone(AsyncRequestNotUsableException gone) {
    LOG.debug("An agent went away: {}", gone.getMessage());
  }

  /** The engine or the database is in trouble: the agent keeps its answer and comes again. */
  @ExceptionHandler
  ResponseEntity<String> trouble(RuntimeException trouble) {
    // Every agent comes every few seconds while the trouble lasts: no stack trace for each.
    LOG.warn(
        "An agent is asked to come again: {}",
        NestedExceptionUtils.getMostSpecificCause(trouble).toString());
    LOG.debug("Why", trouble);
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .contentType(HandOut.TEXT)
        .body("try again\n");
  }
}
