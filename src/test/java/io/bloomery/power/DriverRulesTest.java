package io.bloomery.power;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.bloomery.machine.PowerState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each driver is hidden in one package and has a test that runs the contract over it. */
class DriverRulesTest {
  private static final JavaClasses ALL =
      new ClassFileImporter().importPackages("io.bloomery.power");

  @Test
  void everyDriverRunsTheContract() {
    assertThat(drivers())
        .as("the rule must have something to look at")
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(DriverRulesTest::runsContract);
  }

  @Test
  void aDriverWithoutContractIsSeen() {
    JavaClass probe = ALL.get(UntriedDriver.class);
    assertThat(isDriver(probe)).isTrue();
    assertThat(runsContract(probe)).isFalse();
  }

  @Test
  void everyDriverIsHiddenInAPackageOfItsOwn() {
    assertThat(drivers())
        .noneMatch(driver -> driver.getModifiers().contains(JavaModifier.PUBLIC))
        .noneMatch(driver -> driver.getPackageName().equals("io.bloomery.power"))
        .extracting(JavaClass::getPackageName)
        .doesNotHaveDuplicates();
  }

  private static List<JavaClass> drivers() {
    return ALL.stream()
        .filter(DriverRulesTest::isDriver)
        .filter(type -> !source(type).contains("/test-classes/"))
        .toList();
  }

  private static String source(JavaClass type) {
    return type.getSource().orElseThrow().getUri().toString();
  }

  private static boolean isDriver(JavaClass type) {
    return type.isAssignableTo(PowerDriver.class) && !type.isInterface();
  }

  private static boolean runsContract(JavaClass driver) {
    return driver.getDirectDependenciesToSelf().stream()
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
