package io.bloomery.simulation;

import io.bloomery.simulation.Delays.Work;
import io.bloomery.simulation.DhcpWords.Asker;
import io.bloomery.simulation.DhcpWords.Lease;
import io.bloomery.simulation.SimulationSettings.Fetch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What happens on a machine from one reset to the next: firmware, PXE, iPXE, and then either the
 * in-RAM system or the disk's. Once it has ended, nothing it waits for comes back: see {@link
 * #alive}.
 */
final class Boot {
  private static final Duration NEXT_TRY = Duration.ofSeconds(5);

  private final SimulatedMachine machine;
  private final Hall hall;
  private final List<AutoCloseable> open = new ArrayList<>();
  private boolean over;

  Boot(SimulatedMachine machine, Hall hall) {
    this.machine = machine;
    this.hall = hall;
  }

  SimulatedMachine machine() {
    return machine;
  }

  Hall hall() {
    return hall;
  }

  /** The same future, except that it never completes once this boot is over. */
  <T> CompletableFuture<T> alive(CompletableFuture<T> future) {
    CompletableFuture<T> guarded = new CompletableFuture<>();
    future.whenComplete(
        (value, failure) -> {
          if (over) {
            return;
          }
          if (failure != null) {
            guarded.completeExceptionally(failure);
          } else {
            guarded.complete(value);
          }
        });
    return guarded;
  }

  CompletableFuture<Void> pause(Duration time) {
    return alive(hall.loop().after(time));
  }

  CompletableFuture<Void> pause(Work work) {
    return pause(hall.settings().delays().of(work));
  }

  /** Closed when this boot ends. */
  <C extends AutoCloseable> C keep(C resource) {
    open.add(resource);
    return resource;
  }

  HttpLine line(InetAddress from) {
    return keep(new HttpLine(hall.loop(), from));
  }

  CompletableFuture<Lease> dhcp(Asker asker) {
    return alive(hall.relay().ask(machine.facts(), asker));
  }

  void end() {
    over = true;
    open.forEach(Loop::closeQuietly);
  }

  /** The machine is on, and that is all there is to say. */
  void hang() {
    end();
  }

  void begin() {
    if (machine.struck(Fault.STUCK_AT_PXE)) {
      return;
    }
    machine.enter("firmware");
    pause(Work.FIRMWARE)
        .thenCompose(x -> loadIpxe())
        .thenCompose(x -> enter("iPXE", dhcp(Asker.IPXE)))
        .thenCompose(this::run)
        .whenComplete(
            (booted, failure) -> {
              if (failure != null) {
                networkGaveNothing(failure);
              }
            });
  }

  private <T> CompletableFuture<T> enter(String stage, CompletableFuture<T> future) {
    machine.enter(stage);
    return future;
  }

  /** The ROM asks for a boot file and loads it; a card with iPXE in ROM leaves that out. */
  private CompletableFuture<Long> loadIpxe() {
    if (!Shares.includes(hall.settings().tftpShare(), machine.facts().number())) {
      return CompletableFuture.completedFuture(0L);
    }
    return enter("PXE", dhcp(Asker.FIRMWARE))
        .thenCompose(
            lease -> {
              if (lease.bootFile().isEmpty()) {
                throw new IllegalStateException("the DHCP server names no boot file");
              }
              InetSocketAddress server =
                  new InetSocketAddress(lease.nextServer(), hall.settings().tftpPort());
              return alive(TftpFetch.fetch(hall.loop(), lease.address(), server, lease.bootFile()));
            });
  }

  private CompletableFuture<Void> run(Lease lease) {
    if (!lease.bootFile().startsWith("http://")) {
      throw new IllegalStateException(
          "boot file for iPXE: " + lease.bootFile() + " (expected: http://…)");
    }
    URI uri = URI.create(IpxeScript.expand(lease.bootFile(), variables()));
    return script(line(lease.address()), uri, lease);
  }

  private CompletableFuture<Void> script(HttpLine line, URI uri, Lease lease) {
    return alive(line.ask("GET", uri, Map.of("User-Agent", "iPXE/1.21.1"), null))
        .thenCompose(
            answer -> {
              if (!answer.good()) {
                throw new IllegalStateException(
                    "boot script " + uri + ": status " + answer.status());
              }
              return obey(line, IpxeScript.read(answer.text(), uri, variables()), lease);
            });
  }

  private CompletableFuture<Void> obey(HttpLine line, IpxeScript script, Lease lease) {
    if (script.kernel() != null) {
      machine.enter("loading the in-RAM system");
      return fetchAll(line, script.files().iterator())
          .thenCompose(x -> enter("starting the in-RAM system", pause(Work.KERNEL)))
          .thenAccept(x -> new Agent(this, script, lease.address()).start());
    }
    if (script.next() != null && !script.next().getPath().endsWith(".efi")) {
      return pause(script.pause()).thenCompose(x -> script(line, script.next(), lease));
    }
    bootDisk();
    return CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> fetchAll(HttpLine line, Iterator<URI> files) {
    Fetch how = hall.settings().bootFiles();
    if (!files.hasNext() || how == Fetch.NONE) {
      return CompletableFuture.completedFuture(null);
    }
    return fetch(line, files.next(), how, Map.of()).thenCompose(x -> fetchAll(line, files));
  }

  CompletableFuture<HttpAnswer> fetch(
      HttpLine line, URI file, Fetch how, Map<String, String> credentials) {
    Map<String, String> headers = new HashMap<>(credentials);
    if (how == Fetch.RANGE) {
      headers.put("Range", "bytes=0-65535");
    }
    return alive(line.ask(how == Fetch.HEAD ? "HEAD" : "GET", file, headers, null, piece -> {}))
        .thenApply(
            answer -> {
              if (!answer.good()) {
                throw new IllegalStateException(file + ": status " + answer.status());
              }
              return answer;
            });
  }

  private Map<String, String> variables() {
    MachineFacts facts = machine.facts();
    Map<String, String> variables = new HashMap<>();
    variables.put("mac", facts.mac());
    variables.put("uuid", facts.uuid().toString());
    variables.put("serial", facts.serial());
    variables.put("platform", facts.uefi() ? "efi" : "pcbios");
    variables.put("buildarch", facts.uefi() ? "x86_64" : "i386");
    return variables;
  }

  /** What firmware does when PXE fails: the next boot device, and then from the beginning. */
  private void networkGaveNothing(Throwable failure) {
    System.getLogger(Boot.class.getName())
        .log(
            System.Logger.Level.WARNING,
            () -> machine.facts().name() + ": network boot: " + failure);
    bootDisk();
  }

  private void bootDisk() {
    if (machine.disk().bootable()) {
      new InstalledSystem(this).start();
    } else {
      machine.enter("no bootable disk");
      pause(NEXT_TRY).thenRun(machine::restart);
    }
  }
}
