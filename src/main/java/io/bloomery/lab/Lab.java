package io.bloomery.lab;

/** The command {@code lab}. */
public final class Lab {
  private Lab() {}

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
    Progress progress = new Progress(System.out);
    try (Remains remains = Remains.own()) {
      VirtualHost host = new VirtualHost(remains);
      host.prepare();
      progress.say(
          "lab",
          "host",
          "network " + LabNetwork.NAME + " is up, KVM " + host.hypervisor().kvmWorks());
      host.machines(options.nodes());
      progress.say("lab", "host", options.nodes() + " machines defined");
      if (!options.keep()) {
        host.clean();
      }
      return 0;
    } catch (LabFailure e) {
      System.err.println("lab: " + e.getMessage());
      return 1;
    }
  }
}
