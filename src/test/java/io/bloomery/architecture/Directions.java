package io.bloomery.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which feature may use which: the table that {@code docs/architecture.md} draws. */
final class Directions {
  private static final Set<String> BELOW_PROCESS =
      Set.of(
          "machine", "worker", "secret", "network", "image", "power", "tenancy", "node", "boot",
          "dns", "syslog");

  static final Map<String, Set<String>> USES =
      Map.ofEntries(
          Map.entry("machine", Set.of()),
          Map.entry("worker", Set.of()),
          Map.entry("secret", Set.of()),
          Map.entry("database", Set.of()),
          Map.entry("network", Set.of("machine", "database")),
          Map.entry("image", Set.of("machine", "worker")),
          Map.entry("power", Set.of("machine", "worker", "secret")),
          Map.entry("tenancy", Set.of("machine")),
          Map.entry(
              "node",
              Set.of("machine", "worker", "secret", "database", "image", "network", "tenancy")),
          Map.entry("boot", Set.of("machine", "network", "node", "image")),
          Map.entry("dns", Set.of("machine", "network", "database", "secret")),
          Map.entry("syslog", Set.of("machine", "network")),
          Map.entry("process", BELOW_PROCESS),
          Map.entry("api", and(BELOW_PROCESS, "process", "database")),
          Map.entry("web", and(BELOW_PROCESS, "process", "api")),
          // These stand outside and speak to the controller as its clients do.
          Map.entry("simulation", Set.of()),
          Map.entry("lab", Set.of()),
          Map.entry("bench", Set.of("simulation")));

  private Directions() {}

  /** Every feature below {@code root} is in the table and uses only what the table says. */
  static ArchRule rule(String root) {
    return ArchRuleDefinition.classes()
        .that()
        .resideInAPackage(root + ".*..")
        .should(new UseOnlyAllowed(root));
  }

  private static Set<String> and(Set<String> features, String... more) {
    Set<String> all = new TreeSet<>(features);
    all.addAll(Set.of(more));
    return all;
  }

  /** First part of a package's name below {@code root}; empty outside of it and in it itself. */
  static String feature(String root, JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(root + ".")) {
      return "";
    }
    String below = name.substring(root.length() + 1);
    return below.contains(".") ? below.substring(0, below.indexOf('.')) : below;
  }

  private static final class UseOnlyAllowed extends ArchCondition<JavaClass> {
    private final String root;

    UseOnlyAllowed(String root) {
      super("use only the features that Directions.USES allows");
      this.root = root;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      String feature = feature(root, type);
      Set<String> used =
          type.getDirectDependenciesFromSelf().stream()
              .map(dependency -> feature(root, dependency.getTargetClass()))
              .filter(other -> !other.isEmpty() && !other.equals(feature))
              .filter(other -> !USES.getOrDefault(feature, Set.of()).contains(other))
              .collect(Collectors.toCollection(TreeSet::new));
      if (!USES.containsKey(feature)) {
        used.add("(nothing is said about a feature named " + feature + ")");
      }
      if (!used.isEmpty()) {
        events.add(SimpleConditionEvent.violated(type, type.getFullName() + " uses " + used));
      }
    }
  }
}
