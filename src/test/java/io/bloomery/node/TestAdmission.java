package io.bloomery.node;

import io.bloomery.machine.MacAddress;

/** Lines without the settings of a running controller. */
public final class TestAdmission {
  private TestAdmission() {}

  /** So many load at a time; 0 means no limit. */
  public static Admission loads(int most) {
    return new Admission(new AdmissionSettings(0, most));
  }

  /** The in-RAM system behind this NIC runs. */
  public static void loaded(Admission admission, MacAddress nic) {
    admission.loaded(nic, "none");
  }
}
