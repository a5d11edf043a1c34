package io.bloomery.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** The command {@code lab}: the host, the controller, then a person or the player. */
public final class Lab {
  private final LabOptions options;
  private final VirtualHost host;
  private final Controller controller;
  private final Path home;
  private final Progress progress = new Progress(System.out);

  private Lab(LabOptions options, Remains remains) {
    this.options = options;
    this.home = Path.of(System.getProperty("bloomery.home", ".")).toAbsolutePath().normalize();
    this.host = new VirtualHost(remains);
    this.controller = new Controller(home, remains);
  }

  /** Runs the lab; 0 only if everything asked for was done. */
  public static int run(String[] arguments) {
    LabOptions options;
    try {
      options = LabOptions.parse(arguments);
      VirtualHost.refuseWithoutRoot();
    } catch (LabFailure e) {
      System.err.println("lab: " + e.getMessage());
      return 2;
    }
    try (Remains remains = Remains.own()) {
      return new Lab(options, remains).open();
    } catch (LabFailure e) {
      System.err.println("lab: " + e.getMessage());
      return 1;
    }
  }

  private int open() {
    Cleaning cleaning = Cleaning.atTheEnd(host, progress, options.keep());
    try {
      host.prepare();
      controller.prepare();
      progress.say(
          "lab",
          "host",
          "network %s on %s, KVM %s"
              .formatted(
                  LabNetwork.NAME,
                  LabNetwork.BRIDGE,
                  host.hypervisor().kvmWorks() ? "in use" : "not usable, emulating"));
      List<LabMachine> machines = host.machines(options.nodes());
      return options.unattended() ? play(machines) : leaveToTheReader(machines);
    } finally {
      cleaning.run();
    }
  }

  private int play(List<LabMachine> machines) {
    UnattendedRun run = new UnattendedRun(options, host, controller, home, progress);
    UserKey key = UserKey.make();
    double cpu = 0;
    try {
      run.floor(machines);
      Api administrator = startController();
      run.play(new Stage(administrator, createUser(administrator, key), key));
      cpu = controller.cpuSeconds();
    } finally {
      key.forget();
    }
    Report report = new Report(run, Progress.seconds(progress.elapsed()), cpu);
    progress.print(report.table());
    options.json().ifPresent(report::writeJson);
    if (options.floor()) {
      report.writeBench(home.resolve("target/bench/lab.json"));
    }
    return run.complete() ? 0 : 1;
  }

  private Api startController() {
    controller.start();
    Api administrator = new Api(controller.address(), "admin", this::password);
    controller.awaitReady(administrator);
    progress.say("lab", "controller", "answers at " + controller.address());
    return administrator;
  }

  private Api createUser(Api administrator, UserKey key) {
    String password = UUID.randomUUID().toString();
    Api user = new Api(controller.address(), "student", () -> password);
    administrator.post(
        "/api/v1/people", Map.of("name", "student", "password", password, "role", "USER"));
    user.post("/api/v1/me/keys", Map.of("key", key.line()));
    progress.say("lab", "user", "student, with a fresh SSH key");
    return user;
  }

  private int leaveToTheReader(List<LabMachine> machines) {
    startController();
    String address = controller.address();
    progress.print(
        """

          Tasklist   %1$s/camunda/app/tasklist/
          Cockpit    %1$s/camunda/app/cockpit/
          Sign in    admin, the password is in %2$s
          Log        %3$s

          %4$d machines are switched off. Switch one on as somebody would press its button:
            virsh -c %5$s start %6$s
          It boots from the network, enlists itself, and Tasklist asks you to review it.
          docs/lab.md has the way from there to SSH. Ctrl-C ends the lab and cleans up.
        """
            .formatted(
                address,
                controller.passwordFile(),
                controller.log(),
                machines.size(),
                Hypervisor.URI,
                machines.get(0).name()));
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private String password() {
    try {
      return Files.readString(controller.passwordFile()).strip();
    } catch (IOException e) {
      throw new LabFailure("no password in " + controller.passwordFile(), e);
    }
  }
}
