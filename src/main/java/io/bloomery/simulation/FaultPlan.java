package io.bloomery.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which machines have which faults: {@code node7=bad-memory} names one, {@code bad-memory=5%} a
 * share of them. A fault lasts; with {@code :once} behind its name it strikes one time and is gone.
 */
record FaultPlan(List<Rule> rules) {

  /**
   * @param machine name of the only machine it is for, or null for a share
   * @param share of the machines, 0 to 1
   */
  record Rule(Fault fault, boolean once, String machine, double share) {

    static Rule of(String text) {
      String[] sides = text.split("=", 2);
      if (sides.length != 2) {
        throw new IllegalArgumentException(
            "fault: " + text + " (expected: node7=bad-memory, or bad-memory=5%)");
      }
      boolean byShare = sides[1].endsWith("%");
      String name = byShare ? sides[0] : sides[1];
      boolean once = name.endsWith(":once");
      Fault fault = Fault.of(once ? name.substring(0, name.length() - ":once".length()) : name);
      return byShare
          ? new Rule(fault, once, null, Shares.parse(sides[1]))
          : new Rule(fault, once, sides[0], 0);
    }

    boolean hits(MachineFacts facts) {
      return machine == null
          // Different faults hit different machines where they can.
          ? Shares.includes(share, facts.number() + 3 * fault.ordinal())
          : machine.equals(facts.name());
    }
  }

  /** The machine's faults; the value says whether it strikes only once. */
  Map<Fault, Boolean> of(MachineFacts facts) {
    Map<Fault, Boolean> faults = new EnumMap<>(Fault.class);
    for (Rule rule : rules) {
      if (rule.hits(facts)) {
        faults.put(rule.fault, rule.once);
      }
    }
    return faults;
  }
}
