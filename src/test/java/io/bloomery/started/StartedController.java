package io.bloomery.started;

import io.bloomery.Bloomery;
import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.Machines;
import io.bloomery.machine.Sighting;
import io.bloomery.process.signin.Accounts;
import io.bloomery.process.signin.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;

/**
 * Every test of this kind has the same settings, so that Spring starts one controller for all of
 * them.
 */
@SpringBootTest(
    classes = Bloomery.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:started;DB_CLOSE_DELAY=-1",
      "bloomery.data=target/test-data/started",
      "bloomery.boot.http-port=0"
    })
@ContextConfiguration(initializers = OnlyTheProduct.class)
public abstract class StartedController {
  private static final AtomicInteger COUNT = new AtomicInteger();

  @LocalServerPort private int port;
  @Autowired protected Machines machines;
  @Autowired protected Accounts accounts;

  /** For a browser. */
  protected String address(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** Somebody who has not signed in. */
  protected Caller anonymous() {
    return new Caller(port);
  }

  protected Caller admin() {
    return anonymous().basic("admin", adminPassword());
  }

  protected static String adminPassword() {
    try {
      return Files.readString(Path.of("target/test-data/started/admin-password")).strip();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A program of a new person. */
  protected Caller person(String name, Role role) {
    if (accounts.find(name).isEmpty()) {
      accounts.create(name, password(name), role);
    }
    return anonymous().basic(name, password(name));
  }

  protected static String password(String name) {
    return "correct horse " + name;
  }

  /** A machine nobody has, free. */
  protected Machine free() {
    int number = COUNT.incrementAndGet();
    MacAddress mac = MacAddress.of("0204%08x".formatted(number));
    Machine machine =
        machines.enlist(
            new Sighting(mac, List.of(mac), null, null, Firmware.BIOS, "x86_64", 2, 1L << 30));
    for (MachineStatus next :
        List.of(MachineStatus.COMMISSIONING, MachineStatus.TESTING, MachineStatus.READY)) {
      machines.moveTo(machine.id(), next, "test", "test");
    }
    return machines.get(machine.id());
  }

  protected Machine lentTo(String person) {
    Machine machine = free();
    machines.owner(machine.id(), person);
    machines.moveTo(machine.id(), MachineStatus.ALLOCATED, "test", "test");
    return machines.get(machine.id());
  }
}
