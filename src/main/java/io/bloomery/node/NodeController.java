package io.bloomery.node;

import io.bloomery.database.Durable;
import io.bloomery.image.FileAnswer;
import io.bloomery.image.Images;
import io.bloomery.node.Registration.Registered;
import io.bloomery.node.Scripts.Script;
import io.bloomery.worker.Task;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Everything that the in-RAM system of a machine may ask; see docs/node-gateway.md. */
@Hidden
@RestController
class NodeController {
  private static final String BEARER = "Authorization";

  private final Registration registration;
  private final NodeTasks tasks;
  private final Seats seats;
  private final NodeLogs logs;
  private final Images images;
  private final Admission admission;
  private final Scripts scripts;
  private final Durable durable;

  NodeController(
      Registration registration,
      NodeTasks tasks,
      Seats seats,
      NodeLogs logs,
      Images images,
      Admission admission,
      Scripts scripts,
      Durable durable) {
    this.registration = registration;
    this.tasks = tasks;
    this.seats = seats;
    this.logs = logs;
    this.images = images;
    this.admission = admission;
    this.scripts = scripts;
    this.durable = durable;
  }

  /** A boot token becomes a session. */
  @PostMapping("/node/register")
  ResponseEntity<String> register(
      @RequestHeader(name = BEARER, required = false) String bearer, HttpServletRequest request)
      throws IOException {
    String token = token(bearer);
    String nic = registration.mustBeProven(token).mac().value();
    Form form = new Form(Body.read(request, Body.FORM, nic));
    Registered registered = registration.register(token, SelfPortrait.of(form));
    durable.now();
    StringBuilder lines = new StringBuilder();
    HandOut.line(lines, "session", registered.session());
    HandOut.line(lines, "machine", registered.machine().id());
    HandOut.line(lines, "name", registered.machine().name());
    return ResponseEntity.ok().contentType(HandOut.TEXT).body(lines.toString());
  }

  /** The next task, as soon as there is one. */
  @GetMapping("/node/task")
  DeferredResult<ResponseEntity<String>> task(
      @RequestHeader(name = BEARER, required = false) String bearer) {
    return tasks.poll(token(bearer)).answer;
  }

  /** A sign of life. */
  @PostMapping("/node/task/{id}/progress")
  ResponseEntity<Void> progress(
      @RequestHeader(name = BEARER, required = false) String bearer,
      @PathVariable String id,
      HttpServletRequest request)
      throws IOException {
    LiveSession speaker = speaker(bearer);
    Form form = new Form(Body.read(request, Body.FORM, speaker.machine()));
    admission.streams(speaker.machine());
    tasks.progress(
        token(bearer), id, (int) form.number("percent", -1, 100, -1), form.text("text", 200));
    return ResponseEntity.noContent().build();
  }

  /** Text for the task's log. */
  @PostMapping("/node/task/{id}/output")
  ResponseEntity<Void> output(
      @RequestHeader(name = BEARER, required = false) String bearer,
      @PathVariable String id,
      HttpServletRequest request)
      throws IOException {
    Task task = tasks.taskOf(token(bearer), id);
    logs.append(task.machine(), task.id(), Body.read(request, Body.ANSWER, task.machine()));
    return ResponseEntity.noContent().build();
  }

  @PostMapping("/node/task/{id}/done")
  ResponseEntity<Void> done(
      @RequestHeader(name = BEARER, required = false) String bearer,
      @PathVariable String id,
      HttpServletRequest request)
      throws IOException {
    LiveSession speaker = speaker(bearer);
    tasks.done(token(bearer), id, Body.read(request, Body.ANSWER, speaker.machine()));
    admission.streamed(speaker.machine());
    durable.now();
    return ResponseEntity.noContent().build();
  }

  @PostMapping("/node/task/{id}/failed")
  ResponseEntity<Void> failed(
      @RequestHeader(name = BEARER, required = false) String bearer,
      @PathVariable String id,
      HttpServletRequest request)
      throws IOException {
    LiveSession speaker = speaker(bearer);
    Form form = new Form(Body.read(request, Body.FORM, speaker.machine()));
    tasks.failed(token(bearer), id, form.text("code", 64), form.text("message", 500));
    admission.streamed(speaker.machine());
    durable.now();
    return ResponseEntity.noContent().build();
  }

  /** An image as it is stored, for the machine that writes it, once it is its turn. */
  @GetMapping("/node/image/{digest}")
  void image(
      @RequestHeader(name = BEARER, required = false) String bearer,
      @PathVariable String digest,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    LiveSession speaker = speaker(bearer);
    tasks.mustWriteAnImage(speaker);
    Path file =
        images
            .file(digest)
            .orElseThrow(() -> Refused.unknown("image: " + digest + " is not in the store"));
    if (!request.getMethod().equals("HEAD")) {
      admission.mayStream(speaker.machine());
    }
    FileAnswer.of(file, digest).send(request, response);
  }

  /** A test or another script that a task names. */
  @GetMapping("/node/script/{name}")
  ResponseEntity<String> script(
      @RequestHeader(name = BEARER, required = false) String bearer, @PathVariable String name) {
    seats.speaker(token(bearer));
    Script script =
        scripts.find(name).orElseThrow(() -> Refused.unknown("script: " + name + " is not known"));
    return ResponseEntity.ok().contentType(HandOut.TEXT).body(script.text());
  }

  /** Whoever has no session is refused before a byte of what he sends is read. */
  private LiveSession speaker(String bearer) {
    return seats.speaker(token(bearer));
  }

  static String token(String bearer) {
    if (bearer == null
        || !bearer.regionMatches(true, 0, "Bearer ", 0, 7)
        || bearer.length() > 300) {
      throw Refused.unproven(
          "Authorization: "
              + (bearer == null ? "missing" : "malformed")
              + " (expected: Bearer and a token)");
    }
    return bearer.substring(7).trim();
  }
}
