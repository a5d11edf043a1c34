package io.bloomery.boot;

import io.bloomery.boot.journal.AddressNotes;
import io.bloomery.boot.journal.BootStep;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machines;
import io.bloomery.network.HttpOrigin;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What boot loaders ask. */
@Hidden
@RestController
class BootController {
  private static final MediaType TEXT = MediaType.valueOf("text/plain;charset=UTF-8");

  private final BootRoutes routes;
  private final BootDirectory files;
  private final HttpGrub httpGrub;
  private final Machines machines;
  private final AddressNotes notes;

  BootController(
      BootRoutes routes,
      BootDirectory files,
      HttpGrub httpGrub,
      Machines machines,
      AddressNotes notes) {
    this.httpGrub = httpGrub;
    this.notes = notes;
    this.routes = routes;
    this.files = files;
    this.machines = machines;
  }

  /** The iPXE script for a machine. It carries a token, so nobody may keep it. */
  @GetMapping("/boot/ipxe")
  ResponseEntity<String> script(
      HttpServletRequest request,
      @RequestParam(required = false) String mac,
      @RequestParam(required = false) String platform,
      @RequestParam(required = false) String arch) {
    MacAddress nic;
    try {
      nic = mac == null || mac.isEmpty() ? null : MacAddress.of(mac);
    } catch (IllegalArgumentException wrong) {
      return ResponseEntity.badRequest().contentType(TEXT).body(wrong.getMessage() + "\n");
    }
    BootRequest asked =
        new BootRequest(
            nic,
            empty(platform) ? null : platform,
            empty(arch) ? null : arch,
            request.getRemoteAddr(),
            HttpOrigin.of(request.getLocalAddr(), request.getLocalPort()),
            nic == null ? Optional.empty() : machines.byMac(nic));
    BootAnswer answer = routes.answer(asked);
    if (answer instanceof BootAnswer.Refused refused) {
      return ResponseEntity.status(HttpStatus.FORBIDDEN)
          .contentType(TEXT)
          .body(refused.why() + "\n");
    }
    return ResponseEntity.ok()
        .contentType(TEXT)
        .header("Cache-Control", "no-store")
        .body(IpxeScript.of(asked, answer));
  }

  /** Kernel, in-RAM system and boot loaders. */
  @GetMapping("/boot/file/{name}")
  void file(@PathVariable String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    notes.note(request.getRemoteAddr(), BootStep.LOADS, name);
    if (name.equals(HttpGrub.NAME) && files.has(name)) {
      httpGrub.serve(response);
    } else {
      files.serve(name, request, response);
    }
  }

  private static boolean empty(String text) {
    return text == null || text.isEmpty();
  }
}
