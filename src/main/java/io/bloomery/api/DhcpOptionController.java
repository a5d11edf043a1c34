package io.bloomery.api;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.device.Devices;
import io.bloomery.network.option.CustomOption;
import io.bloomery.network.option.CustomOptions;
import io.bloomery.network.option.OptionFormat;
import io.bloomery.network.option.OptionHolder;
import io.bloomery.network.plan.Networks;
import io.bloomery.process.signin.Account;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** DHCP options of subnets, machines, devices and MAC addresses. */
@RestController
@RequestMapping(
    path = "/api/v1/{kind:subnets|machines|devices|macs}/{holder}/dhcp-options",
    produces = MediaType.APPLICATION_JSON_VALUE)
class DhcpOptionController {
  /**
   * @param name its number if it has no other
   */
  record OptionView(int option, String name, OptionFormat format, String value, boolean force) {
    static OptionView of(CustomOption option) {
      return new OptionView(
          option.code(), option.name(), option.format(), option.value(), option.force());
    }
  }

  /**
   * @param format the option's own if it is left out; for options without one HEX
   * @param force whether clients get it that do not ask for it
   */
  record Body(@NotBlank @Size(max = 3000) String value, OptionFormat format, boolean force) {}

  private final CustomOptions options;
  private final Networks networks;
  private final Devices devices;
  private final Visibility visibility;

  DhcpOptionController(
      CustomOptions options, Networks networks, Devices devices, Visibility visibility) {
    this.options = options;
    this.networks = networks;
    this.devices = devices;
    this.visibility = visibility;
  }

  /** Those somebody added, by number. */
  @GetMapping
  List<OptionView> options(
      @AuthenticationPrincipal Account caller,
      @PathVariable String kind,
      @PathVariable String holder) {
    Visibility.observer(caller);
    return options.list(holder(caller, kind, holder)).stream().map(OptionView::of).toList();
  }

  /** From the next answer on; {@code option} is a number or a name. */
  @PutMapping("/{option}")
  OptionView put(
      @AuthenticationPrincipal Account caller,
      @PathVariable String kind,
      @PathVariable String holder,
      @PathVariable String option,
      @Valid @RequestBody Body body) {
    Visibility.manager(caller);
    CustomOption wanted = CustomOption.of(option, body.format(), body.value(), body.force());
    options.put(holder(caller, kind, holder), wanted);
    return OptionView.of(wanted);
  }

  @DeleteMapping("/{option}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @AuthenticationPrincipal Account caller,
      @PathVariable String kind,
      @PathVariable String holder,
      @PathVariable String option) {
    Visibility.manager(caller);
    if (!options.remove(holder(caller, kind, holder), CustomOption.number(option))) {
      throw Refused.unknown("option", option);
    }
  }

  private OptionHolder holder(Account caller, String kind, String holder) {
    return switch (kind) {
      case "subnets" -> OptionHolder.subnet(networks.subnet(id(kind, holder)).id());
      case "machines" -> OptionHolder.machine(visibility.ofObserver(caller, holder).id());
      case "devices" -> OptionHolder.device(devices.get(id(kind, holder)).id());
      default -> OptionHolder.mac(MacAddress.of(holder));
    };
  }

  private static long id(String kind, String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException(kind + ": " + text + " (expected: an id, a number)");
    }
    return Long.parseLong(text);
  }
}
