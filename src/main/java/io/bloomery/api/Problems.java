package io.bloomery.api;

import io.bloomery.machine.IllegalMove;
import io.bloomery.machine.MachineBusy;
import io.bloomery.machine.UnknownMachine;
import io.bloomery.network.AddressInUse;
import io.bloomery.network.link.InterfacesInUse;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import java.util.Arrays;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every refusal as a problem (RFC 9457) that says the value and what was expected. */
@RestControllerAdvice(basePackageClasses = Problems.class)
class Problems extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @ExceptionHandler(Refused.class)
  ProblemDetail refused(Refused why) {
    return problem(why.status(), why.getMessage());
  }

  @ExceptionHandler(UnknownMachine.class)
  ProblemDetail unknown(UnknownMachine why) {
    return problem(HttpStatus.NOT_FOUND, why.getMessage());
  }

  @ExceptionHandler(NoSuchElementException.class)
  ProblemDetail absent(NoSuchElementException why) {
    return problem(HttpStatus.NOT_FOUND, why.getMessage());
  }

  @ExceptionHandler({
    MachineBusy.class,
    IllegalMove.class,
    AddressInUse.class,
    InterfacesInUse.class
  })
  ProblemDetail conflict(RuntimeException why) {
    return problem(HttpStatus.CONFLICT, why.getMessage());
  }

  /** Somebody has to change something first. */
  @ExceptionHandler(FinalFailure.class)
  ProblemDetail powerRefused(FinalFailure why) {
    return problem(HttpStatus.CONFLICT, why.getMessage());
  }

  /** The machine's power control may answer later. */
  @ExceptionHandler(PassingFailure.class)
  ProblemDetail powerSilent(PassingFailure why) {
    return problem(HttpStatus.SERVICE_UNAVAILABLE, why.getMessage());
  }

  @ExceptionHandler(IllegalArgumentException.class)
  ProblemDetail wrong(IllegalArgumentException why) {
    return problem(HttpStatus.BAD_REQUEST, why.getMessage());
  }

  @ExceptionHandler(MethodArgumentTypeMismatchException.class)
  ProblemDetail type(MethodArgumentTypeMismatchException why) {
    Class<?> type = why.getRequiredType();
    String expected =
        type != null && type.isEnum()
            ? Arrays.stream(type.getEnumConstants())
                .map(Object::toString)
                .collect(Collectors.joining(", "))
            : type == null ? "another type" : type.getSimpleName();
    return problem(
        HttpStatus.BAD_REQUEST,
        "%s: %s (expected: %s)".formatted(why.getName(), why.getValue(), expected));
  }

  /** Who must wait or sign in is answered by the filters, everywhere in the same way. */
  @ExceptionHandler(AuthenticationException.class)
  void unauthenticated(AuthenticationException why) {
    throw why;
  }

  @ExceptionHandler(Exception.class)
  ProblemDetail unexpected(Exception why) {
    // What went wrong inside is for the log: it may name files, addresses, statements.
    LOG.error("request failed", why);
    return problem(HttpStatus.INTERNAL_SERVER_ERROR, "the controller failed; its log says why");
  }

  @Override
  protected ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException why,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String detail =
        why.getFieldErrors().stream()
            .map(
                it ->
                    "%s: %s (expected: %s)"
                        .formatted(
                            it.getField(),
                            shown(it.getField(), it.getRejectedValue()),
                            it.getDefaultMessage()))
            .sorted()
            .collect(Collectors.joining("; "));
    return ResponseEntity.badRequest().body(problem(HttpStatus.BAD_REQUEST, detail));
  }

  @Override
  protected ResponseEntity<Object> handleHandlerMethodValidationException(
      HandlerMethodValidationException why,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String detail =
        why.getParameterValidationResults().stream()
            .map(
                it ->
                    "%s: %s (expected: %s)"
                        .formatted(
                            it.getMethodParameter().getParameterName(),
                            it.getArgument(),
                            it.getResolvableErrors().get(0).getDefaultMessage()))
            .collect(Collectors.joining("; "));
    return ResponseEntity.badRequest().body(problem(HttpStatus.BAD_REQUEST, detail));
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException why,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (why.getCause() instanceof BodyTooLong) {
      return ResponseEntity.status(HttpStatus.PAYLOAD_TOO_LARGE)
          .body(problem(HttpStatus.PAYLOAD_TOO_LARGE, why.getCause().getMessage()));
    }
    String cause = why.getMostSpecificCause().getMessage();
    String line = cause == null ? "" : cause.lines().findFirst().orElse("");
    return ResponseEntity.badRequest()
        .body(
            problem(
                HttpStatus.BAD_REQUEST,
                "body: " + line + " (expected: the JSON that /api/v1/openapi describes)"));
  }

  private static String shown(String field, Object value) {
    String name = field.toLowerCase(Locale.ROOT);
    return name.contains("password") || name.contains("secret") ? "…" : String.valueOf(value);
  }

  private static ProblemDetail problem(HttpStatus status, String detail) {
    return ProblemDetail.forStatusAndDetail(status, detail);
  }
}
