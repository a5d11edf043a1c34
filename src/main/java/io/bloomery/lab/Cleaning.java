package io.bloomery.lab;

import java.util.concurrent.atomic.AtomicBoolean;

/** Cleans up once, at the end of a run or when somebody stops it with Ctrl-C. */
final class Cleaning {
  private final VirtualHost host;
  private final Progress progress;
  private final boolean keep;
  private final AtomicBoolean done = new AtomicBoolean();

  private Cleaning(VirtualHost host, Progress progress, boolean keep) {
    this.host = host;
    this.progress = progress;
    this.keep = keep;
  }

  static Cleaning atTheEnd(VirtualHost host, Progress progress, boolean keep) {
    Cleaning cleaning = new Cleaning(host, progress, keep);
    Runtime.getRuntime().addShutdownHook(new Thread(cleaning::run, "cleaning"));
    return cleaning;
  }

  void run() {
    if (!done.compareAndSet(false, true)) {
      return;
    }
    if (keep) {
      progress.print("Everything stays as it is; the next run of the lab removes it.");
      return;
    }
    try {
      host.clean();
      progress.say("lab", "host", "cleaned up");
    } catch (LabFailure e) {
      progress.print("lab: clean-up failed, the next run repeats it: " + e.getMessage());
    }
  }
}
