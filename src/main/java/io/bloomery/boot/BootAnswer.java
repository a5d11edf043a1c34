package io.bloomery.boot;

/** What a machine that asks gets. {@link IpxeScript} and {@link GrubConfig} write it down. */
sealed interface BootAnswer {
  /** For people to read: it was told … */
  String words();

  /** To ask again and say who it is. */
  record AskAgain() implements BootAnswer {
    @Override
    public String words() {
      return "to ask again and say who it is";
    }
  }

  /** The in-RAM system for this architecture, with the token of this boot. */
  record RamSystem(Architecture architecture, String token) implements BootAnswer {
    @Override
    public String words() {
      return "the in-RAM system";
    }
  }

  /**
   * To wait in line for the in-RAM system.
   *
   * @param place counted from 1
   * @param seconds after which to ask again
   */
  record Wait(int place, int seconds) implements BootAnswer {
    @Override
    public String words() {
      return "place " + place;
    }
  }

  /** What is on its own disk. */
  record LocalDisk() implements BootAnswer {
    @Override
    public String words() {
      return "to boot from its own disk";
    }
  }

  /**
   * Nothing that it could run.
   *
   * @param processor a name of letters, digits and underscores: it goes into a script
   */
  record NoSystem(String processor) implements BootAnswer {
    @Override
    public String words() {
      return "there is no in-RAM system for " + processor;
    }
  }

  /** Nothing, and it is not told more than why. */
  record Refused(String why) implements BootAnswer {
    @Override
    public String words() {
      return why;
    }
  }
}
