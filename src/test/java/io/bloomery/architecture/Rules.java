package io.bloomery.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.accessField;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.bloomery.worker.Worker;
import java.util.Set;
import java.util.stream.Stream;

/** Rules about the classes below a root package: {@code io.bloomery}, or the package of a probe. */
final class Rules {
  /** Commands print; a controller logs. */
  private static final Set<String> COMMANDS = Set.of("", "lab", "bench", "simulation");

  private static final String[] ROOMS_WITHOUT_PURPOSE = {
    "..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..impl..", "..dto.."
  };

  private Rules() {}

  /** The engine can be exchanged as long as one package knows it. */
  static ArchRule engineInOnePackage(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackage(root + ".process..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.camunda..");
  }

  static ArchRule noCycles(String root) {
    return SlicesRuleDefinition.slices().matching(root + ".(*)..").should().beFreeOfCycles();
  }

  static ArchRule packagesSayWhatTheyAre(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .resideInAnyPackage(ROOMS_WITHOUT_PURPOSE);
  }

  /** A worker is found by its topic alone: nobody names it, and there is one way to make it. */
  static ArchRule workersHidden(String root) {
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .areAssignableTo(Worker.class)
        .and()
        .areNotInterfaces()
        .should()
        .bePackagePrivate()
        .andShould()
        .haveSimpleNameEndingWith("Worker")
        .andShould(haveOneConstructor())
        .because("topic power.turn-on is served by class power.TurnOnWorker");
  }

  static ArchRule quietFeatures(String root) {
    return noClasses()
        .that(be(quiet(root)))
        .should(accessField(System.class, "out"))
        .orShould(accessField(System.class, "err"))
        .because("features log, or answer; only commands print");
  }

  /** Public means: used by another package. */
  static ArchRule publicIsUsed(String root, Set<String> listed) {
    return classes()
        .that()
        .resideInAPackage(root + ".*..")
        .and()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .and()
        // An exception speaks to whoever calls, also to one who does not name it.
        .areNotAssignableTo(Throwable.class)
        .should(beUsedElsewhere(listed));
  }

  private static DescribedPredicate<JavaClass> quiet(String root) {
    return DescribedPredicate.describe(
        "features that are no command",
        type ->
            type.getPackageName().startsWith(root)
                && !COMMANDS.contains(Directions.feature(root, type)));
  }

  private static ArchCondition<JavaClass> haveOneConstructor() {
    return new ArchCondition<>("have one constructor") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (type.getConstructors().size() != 1) {
          events.add(
              SimpleConditionEvent.violated(
                  type,
                  type.getFullName()
                      + " has "
                      + type.getConstructors().size()
                      + " constructors (expected: one)"));
        }
      }
    };
  }

  private static ArchCondition<JavaClass> beUsedElsewhere(Set<String> listed) {
    return new ArchCondition<>("be used by another package or be part of what one uses") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean used =
            type.getDirectDependenciesToSelf().stream()
                .anyMatch(
                    it ->
                        outside(type, it.getOriginClass()) || promises(it.getOriginClass(), type));
        if (!used && !listed.contains(type.getSimpleName())) {
          events.add(
              SimpleConditionEvent.violated(
                  type, type.getFullName() + " is public, but no other package uses it"));
        }
      }
    };
  }

  private static boolean outside(JavaClass type, JavaClass user) {
    return !user.getPackageName().equals(type.getPackageName());
  }

  /** Whether a public type of the same package has it in a public signature. */
  private static boolean promises(JavaClass user, JavaClass type) {
    return user.getModifiers().contains(JavaModifier.PUBLIC)
        && !user.equals(type)
        && (user.getRawInterfaces().contains(type)
            || type.isAssignableFrom(user.getName())
            || user.getCodeUnits().stream().anyMatch(unit -> mentions(unit, type)));
  }

  private static boolean mentions(JavaCodeUnit unit, JavaClass type) {
    return !unit.getModifiers().contains(JavaModifier.PRIVATE)
        && Stream.concat(
                Stream.concat(
                    unit.getReturnType().getAllInvolvedRawTypes().stream(),
                    unit.getParameterTypes().stream()
                        .flatMap(it -> it.getAllInvolvedRawTypes().stream())),
                unit.getThrowsClause().getTypes().stream())
            .anyMatch(type::equals);
  }
}
