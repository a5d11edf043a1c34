package io.bloomery.power;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.bloomery.machine.PowerState;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Each driver is one package that nobody else names, and has a test that runs the contract over it.
 */
class DriverRulesTest {
  private final JavaClasses all = new ClassFileImporter().importPackages("io.bloomery");
  private final JavaClasses shipped =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.bloomery");

  @Test
  void everyDriverRunsTheContract() {
    List<JavaClass> drivers = shipped.stream().filter(DriverRulesTest::isDriver).toList();
    assertThat(drivers)
        .as("the rule must have something to look at")
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(drivers).allMatch(this::runsContract);
  }

  @Test
  void aDriverWithoutContractIsSeen() {
    JavaClass probe = all.get(UntriedDriver.class);
    assertThat(isDriver(probe)).isTrue();
    assertThat(runsContract(probe)).isFalse();
  }

  @Test
  void nobodyNamesADriver() {
    assertThat(shipped)
        .filteredOn(DriverRulesTest::isDriver)
        .allSatisfy(
            driver ->
                assertThat(driver.getDirectDependenciesToSelf())
                    .noneMatch(
                        use ->
                            !use.getOriginClass()
                                .getPackageName()
                                .equals(driver.getPackageName())));
  }

  private static boolean isDriver(JavaClass type) {
    return type.isAssignableTo(PowerDriver.class) && !type.isInterface();
  }

  private boolean runsContract(JavaClass driver) {
    return all.get(driver.getName()).getDirectDependenciesToSelf().stream()
        .map(use -> use.getOriginClass())
        .anyMatch(test -> test.isAssignableTo(PowerDriverContract.class));
  }

  /** The probe. */
  private static final class UntriedDriver implements PowerDriver, PowerSwitch {
    @Override
    public DriverDescription description() {
      return new DriverDescription("untried", "Nobody tried it.", List.of());
    }

    @Override
    public PowerState state(PowerTarget target) {
      return PowerState.UNKNOWN;
    }

    @Override
    public void turnOn(PowerTarget target) {}

    @Override
    public void turnOff(PowerTarget target) {}
  }
}
