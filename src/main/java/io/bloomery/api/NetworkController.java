package io.bloomery.api;

import io.bloomery.network.Ipv4;
import io.bloomery.network.plan.Fabric;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Vlan;
import io.bloomery.process.signin.Account;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Fabrics and VLANs. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class NetworkController {
  record FabricBody(@NotNull String name) {}

  /**
   * What is left out is untagged, of 1500 bytes, without an interface and relays.
   *
   * @param vid 1 to 4094, or 0 for untagged
   * @param dhcp whether DHCP serves it; left out: as before, for a new one off
   * @param device the controller's interface in it
   */
  record VlanBody(
      long fabric,
      int vid,
      @NotNull String name,
      Integer mtu,
      Boolean dhcp,
      String device,
      @Size(max = 16) List<String> relays) {
    Vlan of(long id, Vlan before) {
      List<Ipv4> addresses = relays == null ? List.of() : relays.stream().map(Ipv4::of).toList();
      boolean served = dhcp == null ? before != null && before.dhcp() : dhcp;
      return new Vlan(id, fabric, vid, name, mtu == null ? 1500 : mtu, served, device, addresses);
    }
  }

  record VlanView(
      long id,
      long fabric,
      int vid,
      String name,
      int mtu,
      boolean dhcp,
      String device,
      List<String> relays) {
    static VlanView of(Vlan vlan) {
      return new VlanView(
          vlan.id(),
          vlan.fabric(),
          vlan.vid(),
          vlan.name(),
          vlan.mtu(),
          vlan.dhcp(),
          vlan.device(),
          vlan.relays().stream().map(Ipv4::toString).toList());
    }
  }

  private final Networks networks;

  NetworkController(Networks networks) {
    this.networks = networks;
  }

  @GetMapping("/fabrics")
  List<Fabric> fabrics(@AuthenticationPrincipal Account caller) {
    Visibility.observer(caller);
    return List.copyOf(networks.plan().fabrics());
  }

  @PostMapping("/fabrics")
  @ResponseStatus(HttpStatus.CREATED)
  Fabric add(@AuthenticationPrincipal Account caller, @Valid @RequestBody FabricBody body) {
    Visibility.manager(caller);
    return networks.add(new Fabric(0, body.name()));
  }

  @PutMapping("/fabrics/{fabric}")
  Fabric change(
      @AuthenticationPrincipal Account caller,
      @PathVariable long fabric,
      @Valid @RequestBody FabricBody body) {
    Visibility.manager(caller);
    return networks.change(new Fabric(fabric, body.name()));
  }

  @DeleteMapping("/fabrics/{fabric}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void removeFabric(@AuthenticationPrincipal Account caller, @PathVariable long fabric) {
    Visibility.manager(caller);
    networks.removeFabric(fabric);
  }

  @GetMapping("/vlans")
  List<VlanView> vlans(@AuthenticationPrincipal Account caller) {
    Visibility.observer(caller);
    return networks.plan().vlans().stream().map(VlanView::of).toList();
  }

  @PostMapping("/vlans")
  @ResponseStatus(HttpStatus.CREATED)
  VlanView add(@AuthenticationPrincipal Account caller, @Valid @RequestBody VlanBody body) {
    Visibility.manager(caller);
    return VlanView.of(networks.add(body.of(0, null)));
  }

  @PutMapping("/vlans/{vlan}")
  VlanView change(
      @AuthenticationPrincipal Account caller,
      @PathVariable long vlan,
      @Valid @RequestBody VlanBody body) {
    Visibility.manager(caller);
    return VlanView.of(networks.change(body.of(vlan, networks.vlan(vlan))));
  }

  @DeleteMapping("/vlans/{vlan}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void removeVlan(@AuthenticationPrincipal Account caller, @PathVariable long vlan) {
    Visibility.manager(caller);
    networks.removeVlan(vlan);
  }
}
