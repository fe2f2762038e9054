package dev.isotherm;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The map of the house, held: which room may know which. */
class ArchitectureTest {

  private static final JavaClasses PROJECT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.isotherm");

  private static final String MODEL = "dev.isotherm.model..";
  private static final String PARSE = "dev.isotherm.parse..";
  private static final String AVERAGE = "dev.isotherm.average..";
  private static final String ALERT = "dev.isotherm.alert..";
  private static final String PIPELINE = "dev.isotherm.pipeline..";
  private static final String JOBS = "dev.isotherm.jobs..";
  private static final String LOCAL = "dev.isotherm.local..";
  private static final String[] COMMON = {MODEL, PARSE, AVERAGE, ALERT, PIPELINE};

  private static final Set<String> CLOCK_METHODS =
      Set.of(
          "currentTimeMillis",
          "nanoTime",
          "now",
          "currentProcessingTime",
          "getCurrentProcessingTime",
          "registerProcessingTimeTimer");

  private static final DescribedPredicate<JavaCall<?>> READS_A_CLOCK =
      describe(
          "reads a clock",
          call -> {
            AccessTarget.CodeUnitCallTarget target = call.getTarget();
            boolean clock = target.getOwner().isAssignableTo(java.time.Clock.class);
            return clock || CLOCK_METHODS.contains(target.getName());
          });

  @Test
  void everyClassHasARoom() {
    check(
        classes().should().resideInAnyPackage(MODEL, PARSE, AVERAGE, ALERT, PIPELINE, JOBS, LOCAL));
  }

  @Test
  void theModelKnowsNothingButItself() {
    check(knowsNothingOfTheProjectBut(MODEL, MODEL));
  }

  @Test
  void siblingsKnowTheModelAlone() {
    for (String sibling : new String[] {PARSE, AVERAGE, ALERT}) {
      check(knowsNothingOfTheProjectBut(sibling, MODEL, sibling));
    }
  }

  @Test
  void thePipelineKnowsWhatIsInCommonAlone() {
    check(knowsNothingOfTheProjectBut(PIPELINE, COMMON));
  }

  @Test
  void jobsKnowNothingOfLocal() {
    check(noClasses().that().resideInAPackage(JOBS).should().dependOnClassesThat(inPackage(LOCAL)));
  }

  @Test
  void flinkEndsAtThePipeline() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(MODEL, PARSE, AVERAGE, ALERT)
            .should()
            .dependOnClassesThat(inPackage("org.apache.flink..")));
  }

  @Test
  void connectorsAreNamedInJobsAndLocalAlone() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(JOBS, LOCAL)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "org.apache.kafka..", "org.apache.flink.connector..", "kafka..")));
  }

  @Test
  void nothingInCommonReadsAClock() {
    check(noClasses().that().resideInAnyPackage(COMMON).should().callMethodWhere(READS_A_CLOCK));
  }

  @Test
  void aDateIsNoInstant() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Date")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Calendar"));
  }

  @Test
  void namesSayWhatAClassIs() {
    check(noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl|Info|Data)"));
  }

  @Test
  void noPackagesGoInCircles() {
    check(slices().matching("dev.isotherm.(**)").should().beFreeOfCycles());
  }

  private static ArchRule knowsNothingOfTheProjectBut(String room, String... known) {
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.isotherm..")
                .and(DescribedPredicate.not(resideInAnyPackage(known))));
  }

  private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaClass> inPackage(
      String name) {
    return resideInAPackage(name);
  }

  private static void check(ArchRule rule) {
    rule.check(PROJECT);
  }
}
