package io.bloomery.api;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import io.bloomery.network.device.Device;
import io.bloomery.network.device.Devices;
import io.bloomery.process.signin.Account;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Printers, switches and what else is on the networks and is not provisioned. */
@RestController
@RequestMapping(path = "/api/v1/devices", produces = MediaType.APPLICATION_JSON_VALUE)
class DeviceController {
  /**
   * @param address its fixed address, or null
   */
  record DeviceView(long id, @NotNull String name, @NotNull String mac, String address) {
    static DeviceView of(Device device) {
      return new DeviceView(
          device.id(),
          device.name(),
          device.mac().value(),
          device.address() == null ? null : device.address().toString());
    }
  }

  /**
   * @param address of a subnet of the plan, or null for none of its own
   */
  record DeviceBody(@NotNull String name, @NotNull String mac, String address) {
    Device of(long id) {
      return new Device(id, name, MacAddress.of(mac), address == null ? null : Ipv4.of(address));
    }
  }

  private final Devices devices;

  DeviceController(Devices devices) {
    this.devices = devices;
  }

  /** Those with an id above {@code after}, the lowest first. */
  @GetMapping
  Page<DeviceView> devices(
      @AuthenticationPrincipal Account caller,
      @RequestParam(defaultValue = "0") long after,
      @RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MOST) int limit) {
    Visibility.observer(caller);
    List<Device> found = devices.list(after, limit + 1);
    return Page.of(found, limit, it -> String.valueOf(it.id())).map(DeviceView::of);
  }

  @GetMapping("/{device}")
  DeviceView one(@AuthenticationPrincipal Account caller, @PathVariable long device) {
    Visibility.observer(caller);
    return DeviceView.of(devices.get(device));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  DeviceView add(@AuthenticationPrincipal Account caller, @Valid @RequestBody DeviceBody body) {
    Visibility.manager(caller);
    return DeviceView.of(devices.add(body.of(0)));
  }

  /** Puts all of it anew. */
  @PutMapping("/{device}")
  DeviceView change(
      @AuthenticationPrincipal Account caller,
      @PathVariable long device,
      @Valid @RequestBody DeviceBody body) {
    Visibility.manager(caller);
    return DeviceView.of(devices.change(body.of(device)));
  }

  @DeleteMapping("/{device}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@AuthenticationPrincipal Account caller, @PathVariable long device) {
    Visibility.manager(caller);
    devices.remove(device);
  }
}
