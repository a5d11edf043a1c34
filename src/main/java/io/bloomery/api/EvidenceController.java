package io.bloomery.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.bloomery.machine.Machine;
import io.bloomery.node.EraseCertificates;
import io.bloomery.node.TestResults;
import io.bloomery.process.signin.Account;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What is known of a machine because it was read back from it. The newest comes first. It tells of
 * earlier holders too, so users do not see it.
 */
@RestController
@RequestMapping(path = "/api/v1/machines/{machine}", produces = MediaType.APPLICATION_JSON_VALUE)
class EvidenceController {
  /** {@code certificate} is JSON as the machine made it: disks, method, samples. */
  record ErasureView(Instant at, String process, @JsonRawValue String certificate) {
    static ErasureView of(EraseCertificates.Certificate kept) {
      return new ErasureView(kept.at(), kept.process(), kept.certificate());
    }
  }

  private final TestResults tests;
  private final EraseCertificates erasures;
  private final Visibility visibility;

  EvidenceController(TestResults tests, EraseCertificates erasures, Visibility visibility) {
    this.tests = tests;
    this.erasures = erasures;
    this.visibility = visibility;
  }

  /** How its hardware tests ended; {@code task} names a test's log. */
  @GetMapping("/tests")
  List<TestResults.TestResult> tests(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MOST) int limit) {
    Machine seen = visibility.ofObserver(caller, machine);
    return tests.of(seen.id(), limit);
  }

  /** When its disks were erased, and how that was proved. */
  @GetMapping("/erasures")
  List<ErasureView> erasures(
      @AuthenticationPrincipal Account caller,
      @PathVariable String machine,
      @RequestParam(defaultValue = "10") @Min(1) @Max(20) int limit) {
    Machine seen = visibility.ofObserver(caller, machine);
    return erasures.of(seen.id(), limit).stream().map(ErasureView::of).toList();
  }
}
