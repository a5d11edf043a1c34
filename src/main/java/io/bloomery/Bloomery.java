package io.bloomery;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the controller. {@code ./bloomery} is the launcher people use. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Bloomery {
  public static void main(String[] arguments) {
    SpringApplication.run(Bloomery.class, arguments);
  }
}
