package io.bloomery.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Simulated machines as a command of their own, or beside a controller in its JVM. */
public final class Simulate {
  private static final long STATUS_MILLIS = 10_000;

  /**
   * Settings of a controller that needs no rights and no interface of its own: everything is on
   * loopback.
   */
  private static final List<String> ON_LOOPBACK =
      List.of(
          "--bloomery.network.interface=lo",
          "--bloomery.network.address=127.0.0.1",
          "--bloomery.network.subnet=127.17.0.0/16",
          "--bloomery.network.static-range=127.17.1.1-127.17.127.254",
          "--bloomery.network.dynamic-range=127.17.128.1-127.17.255.254",
          "--bloomery.network.dhcp-port=16767",
          "--bloomery.network.tftp-port=16969",
          "--bloomery.dns.port=16953",
          "--bloomery.syslog.port=16514",
          "--bloomery.node.ssh-port=10022",
          "--bloomery.power.simulated.endpoint=127.0.0.1:16623");

  /** What {@code up --simulate N} was asked for: the controller's settings and the simulation's. */
  public record Plan(String[] forController, String[] forMachines) {}

  private Simulate() {}

  /**
   * Tells the controller's arguments ({@code --name=value}) from the simulation's ({@code --name
   * value}); the controller's own come last, so they win over the loopback settings.
   */
  public static Plan plan(String... arguments) {
    List<String> controller = new ArrayList<>(ON_LOOPBACK);
    List<String> machines = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith("--") && argument.contains("=")) {
        controller.add(argument);
      } else {
        machines.add(argument.equals("--simulate") ? "--machines" : argument);
      }
    }
    SimulationSettings.parse(machines.toArray(String[]::new));
    return new Plan(controller.toArray(String[]::new), machines.toArray(String[]::new));
  }

  /** Runs until the JVM ends. */
  public static void beside(Plan plan, UnaryOperator<String> controller) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(plan.forMachines));
    arguments.addAll(
        List.of("--dhcp", "127.0.0.1:" + controller.apply("bloomery.network.dhcp-port")));
    arguments.addAll(List.of("--tftp-port", controller.apply("bloomery.network.tftp-port")));
    arguments.addAll(List.of("--subnet", controller.apply("bloomery.network.subnet")));
    arguments.addAll(List.of("--ssh-port", controller.apply("bloomery.node.ssh-port")));
    arguments.addAll(List.of("--chassis", controller.apply("bloomery.power.simulated.endpoint")));
    Simulator simulator = start(arguments.toArray(String[]::new));
    Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "end of simulation"));
  }

  /** Runs until it is stopped. */
  public static int run(String... arguments) {
    try (Simulator simulator = start(arguments)) {
      Map<String, Integer> before = Map.of();
      while (true) {
        Thread.sleep(STATUS_MILLIS);
        Map<String, Integer> now = simulator.stages();
        if (!now.equals(before)) {
          System.out.println("machines: " + now);
          before = now;
        }
      }
    } catch (InterruptedException e) {
      return 0;
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    }
  }

  private static Simulator start(String... arguments) throws IOException {
    SimulationSettings settings = SimulationSettings.parse(arguments);
    Simulator simulator = Simulator.start(settings);
    System.out.println(
        settings.machines() + " simulated machines, chassis at " + settings.chassis());
    return simulator;
  }
}
