package io.bloomery.api;

import io.bloomery.image.Image;
import io.bloomery.image.Images;
import io.bloomery.image.ImportFailed;
import io.bloomery.process.signin.Account;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How images come in. Each request answers when the image is in the store, or why it is not. */
@RestController
@RequestMapping(path = "/api/v1/images", produces = MediaType.APPLICATION_JSON_VALUE)
class ImageImportController {
  private static final String NAME = "[a-z0-9][a-z0-9.-]{0,62}";

  record NewImage(
      @NotBlank @Pattern(regexp = NAME) String name,
      @NotBlank @Size(max = 32) String os,
      @NotBlank @Size(max = 32) String version,
      @NotBlank @Size(max = 1000) String path) {}

  private final Images images;

  ImageImportController(Images images) {
    this.images = images;
  }

  /** A file that lies in an import directory of the controller. */
  @PostMapping
  ResponseEntity<Image> fromFile(
      @AuthenticationPrincipal Account caller, @Valid @RequestBody NewImage wanted)
      throws IOException, InterruptedException {
    Visibility.manager(caller);
    return created(
        images.importFile(Path.of(wanted.path()), wanted.name(), wanted.os(), wanted.version()));
  }

  /** The request's body: raw or qcow2, plain or packed by gzip, xz or zstd. */
  @PutMapping(path = "/{name}", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<Image> fromBody(
      @AuthenticationPrincipal Account caller,
      @PathVariable @Pattern(regexp = NAME) String name,
      @RequestParam @Size(max = 32) String os,
      @RequestParam @Size(max = 32) String version,
      @RequestParam(required = false) @Pattern(regexp = "[0-9a-f]{64}") String digest,
      HttpServletRequest request)
      throws IOException, InterruptedException {
    Visibility.manager(caller);
    return created(
        images.importStream(
            request.getInputStream(), request.getContentLengthLong(), digest, name, os, version));
  }

  @ExceptionHandler(ImportFailed.class)
  ProblemDetail noImage(ImportFailed why) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_ENTITY, why.getMessage());
  }

  private static ResponseEntity<Image> created(Image image) {
    return ResponseEntity.created(URI.create("/api/v1/images/" + image.name())).body(image);
  }
}
