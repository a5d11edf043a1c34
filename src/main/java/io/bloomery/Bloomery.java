package io.bloomery;

import io.bloomery.bench.Bench;
import io.bloomery.lab.Lab;
import io.bloomery.simulation.Simulate;
import java.io.IOException;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.core.env.Environment;

/** Runs one of the product's commands. {@code ./bloomery} is the launcher people use. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Bloomery {
  public static void main(String[] arguments) throws IOException {
    boolean named = arguments.length > 0 && !arguments[0].startsWith("-");
    String command = named ? arguments[0] : "up";
    String[] rest = named ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
    switch (command) {
      case "up" -> up(rest);
      case "bench" -> System.exit(Bench.run(rest));
      case "simulate" -> System.exit(Simulate.run(rest));
      case "lab" -> System.exit(Lab.run(rest));
      default -> {
        System.err.println("command: " + command + " (expected: up, simulate, lab or bench)");
        System.exit(2);
      }
    }
  }

  /** Starts the controller; with {@code --simulate N} also machines for it, in the same JVM. */
  private static void up(String... arguments) throws IOException {
    if (!Arrays.asList(arguments).contains("--simulate")) {
      SpringApplication.run(Bloomery.class, arguments);
      return;
    }
    Simulate.Plan plan = Simulate.plan(arguments);
    Environment environment =
        SpringApplication.run(Bloomery.class, plan.forController()).getEnvironment();
    Simulate.beside(plan, environment::getRequiredProperty);
  }
}
