package io.bloomery.api;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.Addresses;
import io.bloomery.network.FixedAddress;
import io.bloomery.network.FixedAddresses;
import io.bloomery.network.Ipv4;
import io.bloomery.network.device.Devices;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Subnet;
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

/** Subnets, their ranges, and whose their fixed addresses are. */
@RestController
@RequestMapping(path = "/api/v1/subnets", produces = MediaType.APPLICATION_JSON_VALUE)
class SubnetController {
  /**
   * @param machine id of the machine that has it, or null
   */
  record AddressView(@NotNull String address, @NotNull String mac, String machine, String note) {
    static AddressView of(FixedAddress fixed) {
      return new AddressView(
          fixed.address().toString(), fixed.mac().value(), fixed.machine(), fixed.note());
    }
  }

  record Pair(@NotNull String address, @NotNull String mac, String note) {}

  private final Networks networks;
  private final FixedAddresses addresses;
  private final Addresses machineAddresses;
  private final Devices devices;

  SubnetController(
      Networks networks, FixedAddresses addresses, Addresses machineAddresses, Devices devices) {
    this.machineAddresses = machineAddresses;
    this.devices = devices;
    this.networks = networks;
    this.addresses = addresses;
  }

  @GetMapping
  List<SubnetView> subnets(@AuthenticationPrincipal Account caller) {
    Visibility.observer(caller);
    return networks.plan().subnets().stream().map(this::view).toList();
  }

  @GetMapping("/{subnet}")
  SubnetView one(@AuthenticationPrincipal Account caller, @PathVariable long subnet) {
    Visibility.observer(caller);
    return view(networks.subnet(subnet));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  SubnetView add(
      @AuthenticationPrincipal Account caller, @Valid @RequestBody SubnetView.Body body) {
    Visibility.manager(caller);
    return view(networks.add(body.of(0, null)));
  }

  /** Puts all of it anew, its ranges and routes among it. */
  @PutMapping("/{subnet}")
  SubnetView change(
      @AuthenticationPrincipal Account caller,
      @PathVariable long subnet,
      @Valid @RequestBody SubnetView.Body body) {
    Visibility.manager(caller);
    return view(networks.change(body.of(subnet, networks.subnet(subnet))));
  }

  @DeleteMapping("/{subnet}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@AuthenticationPrincipal Account caller, @PathVariable long subnet) {
    Visibility.manager(caller);
    networks.removeSubnet(subnet);
  }

  /** The fixed addresses above {@code after}, the lowest first. */
  @GetMapping("/{subnet}/addresses")
  Page<AddressView> addresses(
      @AuthenticationPrincipal Account caller,
      @PathVariable long subnet,
      @RequestParam(defaultValue = "0.0.0.0") String after,
      @RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MOST) int limit) {
    Visibility.observer(caller);
    List<FixedAddress> found = addresses.of(networks.subnet(subnet), Ipv4.of(after), limit + 1);
    return Page.of(found, limit, it -> it.address().toString()).map(AddressView::of);
  }

  /** From now on DHCP gives this address to this NIC, and to no other. */
  @PostMapping("/{subnet}/addresses")
  @ResponseStatus(HttpStatus.CREATED)
  AddressView reserve(
      @AuthenticationPrincipal Account caller,
      @PathVariable long subnet,
      @Valid @RequestBody Pair pair) {
    Visibility.manager(caller);
    Ipv4 address = inside(networks.subnet(subnet), pair.address());
    addresses.assign(new FixedAddress(address, MacAddress.of(pair.mac()), null, pair.note()));
    return addresses.holder(address).map(AddressView::of).orElseThrow();
  }

  @DeleteMapping("/{subnet}/addresses/{address}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void free(
      @AuthenticationPrincipal Account caller,
      @PathVariable long subnet,
      @PathVariable String address) {
    Visibility.manager(caller);
    Ipv4 known = inside(networks.subnet(subnet), address);
    devices
        .byAddress(known)
        .ifPresent(
            device -> {
              throw Refused.now(
                  "address: %s (expected: one no device has; change device %s)"
                      .formatted(known, device.name()));
            });
    machineAddresses.freeUnused(known);
  }

  private SubnetView view(Subnet subnet) {
    return SubnetView.of(subnet, addresses.usage(subnet));
  }

  private static Ipv4 inside(Subnet subnet, String text) {
    Ipv4 address = Ipv4.of(text);
    if (!subnet.cidr().contains(address)) {
      throw new IllegalArgumentException(
          "address: " + address + " (expected: one of subnet " + subnet.cidr() + ")");
    }
    return address;
  }
}
