package io.bloomery.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  /** Public for somebody these classes do not show: an expression in a model, or a test. */
  private static final Set<String> PUBLIC_FOR_OTHERS =
      Set.of("BootConnector", "MachineNames", "Patience");

  record Gate(String probe, Function<String, ArchRule> rule) {
    @Override
    public String toString() {
      return probe;
    }
  }

  static Stream<Gate> gates() {
    return Stream.of(
        new Gate("direction", Directions::rule),
        new Gate("unknownfeature", Directions::rule),
        new Gate("engine", Rules::engineInOnePackage),
        new Gate("cycle", Rules::noCycles),
        new Gate("rooms", Rules::packagesSayWhatTheyAre),
        new Gate("publicworker", Rules::workersHidden),
        new Gate("namelessworker", Rules::workersHidden),
        new Gate("twowaysworker", Rules::workersHidden),
        new Gate("printing", Rules::quietFeatures),
        new Gate("lonelypublic", root -> Rules.publicIsUsed(root, PUBLIC_FOR_OTHERS)));
  }

  @ParameterizedTest
  @MethodSource("gates")
  void holds(Gate gate) {
    gate.rule().apply(Ours.ROOT).check(Ours.CLASSES);
  }

  @ParameterizedTest
  @MethodSource("gates")
  void isBrokenByItsProbe(Gate gate) {
    String root = "io.bloomery.architecture.probe." + gate.probe();
    JavaClasses probe = new ClassFileImporter().importPackages(root);
    assertThat(gate.rule().apply(root).evaluate(probe).hasViolation()).as(gate.probe()).isTrue();
  }
}
