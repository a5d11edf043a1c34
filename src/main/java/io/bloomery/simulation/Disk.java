package io.bloomery.simulation;

/** What is on a simulated machine's disk. It outlasts power, as disks do. */
final class Disk {
  private String image;
  private boolean intact;
  private Seed seed;
  private boolean reported;

  /** Writing begins: whatever was there is gone. */
  void overwrite() {
    image = null;
    seed = null;
    intact = false;
    reported = false;
  }

  void written(String digest, boolean asSent) {
    image = digest;
    intact = asSent;
  }

  /** Whether reading it back gives what was sent. */
  boolean intact() {
    return image != null && intact;
  }

  void seed(Seed files) {
    seed = files;
    reported = false;
  }

  Seed seed() {
    return seed;
  }

  boolean bootable() {
    return image != null;
  }

  /** Whether cloud-init has reported; it does so once per instance. */
  boolean reported() {
    return reported;
  }

  void rememberReport() {
    reported = true;
  }
}
