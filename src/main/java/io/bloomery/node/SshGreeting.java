package io.bloomery.node;

import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.worker.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What answers at a machine's SSH port. */
@Component
class SshGreeting {
  private static final int TIMEOUT = 5000;
  private static final String EXPECTED = "SSH-";

  private final Machines machines;
  private final int port;

  SshGreeting(Machines machines, NodeSettings settings) {
    this.machines = machines;
    this.port = settings.sshPort();
  }

  /** Done if a server greets as RFC 4253 section 4.2 says. */
  Outcome of(String machineId) {
    Machine machine = machines.get(machineId);
    if (machine.address() == null) {
      return Outcome.giveUp(
          "machine "
              + machine.name()
              + " has no address (expected: one, reserved before deployment)");
    }
    return of(new InetSocketAddress(machine.address(), port));
  }

  Outcome of(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, TIMEOUT);
      socket.setSoTimeout(TIMEOUT);
      byte[] start = socket.getInputStream().readNBytes(EXPECTED.length());
      String said = new String(start, StandardCharsets.US_ASCII);
      return said.equals(EXPECTED)
          ? Outcome.done()
          : again(
              address,
              "answers \"" + said.replaceAll("[^ -~]", "?") + "\" (expected: " + EXPECTED + ")");
    } catch (IOException unreachable) {
      return again(address, unreachable.getMessage());
    }
  }

  private static Outcome again(InetSocketAddress address, String why) {
    return Outcome.tryAgain(
        Duration.ofSeconds(5),
        address.getAddress().getHostAddress() + " port " + address.getPort() + ": " + why);
  }
}
