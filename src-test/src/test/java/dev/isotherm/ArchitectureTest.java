package dev.isotherm;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The map of the house, held: which room may know which. */
class ArchitectureTest {

  private static final JavaClasses PROJECT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.isotherm");

  /**
   * The rooms, lowest first, and which rooms each one may import beside itself. A name stands for
   * the package and the packages in it, as far as they are not rooms of their own.
   */
  private static final Map<String, Set<String>> ROOMS = new LinkedHashMap<>();

  static {
    room("model", "model.percentile");
    room("model.fingerprint");
    room("model.percentile");
    room("model.text");
    room("yaml", "model");
    room("glob", "model");
    room("parse.message", "model");
    room("parse.number");
    room("parse.time", "parse.message", "parse.number");
    room("parse.mapping", "model", "parse.message", "parse.number", "parse.time");
    room("parse.dialect", "model", "parse.message", "parse.number");
    room(
        "parse.fast",
        "model",
        "parse.message",
        "parse.mapping",
        "parse.dialect",
        "parse.number",
        "parse.time");
    String[] complete = {
      "model",
      "parse.message",
      "parse.mapping",
      "parse.dialect",
      "parse.number",
      "parse.time",
      "parse.fast"
    };
    room("parse.json", complete);
    room("parse.avro", concat(complete, "parse.json"));
    room("parse.csv", complete);
    room("parse.text", complete);
    room(
        "parse",
        "model",
        "model.text",
        "parse.message",
        "parse.time",
        "parse.mapping",
        "parse.dialect",
        "parse.number",
        "parse.fast",
        "parse.json",
        "parse.avro",
        "parse.csv",
        "parse.text");
    room("window", "model");
    room("average", "model", "model.percentile", "window");
    room("baseline", "model", "model.fingerprint", "average");
    room("signal", "model", "window");
    room("signal.text", "model", "model.text", "window", "signal");
    room("signal.window", "average", "window", "signal");
    room("signal.memory", "average", "baseline", "signal", "signal.text", "signal.window");
    room(
        "signal.step",
        "model",
        "model.text",
        "average",
        "baseline",
        "signal",
        "signal.text",
        "signal.memory");
    room("sensors.packed");
    room("sensors", "model", "model.text", "model.fingerprint", "glob", "sensors.packed");
    room("sensors.file", "model", "model.text", "yaml", "parse.message", "sensors");
    room("group", "model", "model.fingerprint", "sensors");
    room("rules.text", "model");
    room("rules.condition", "model", "signal", "signal.text");
    room("rules.schedule", "model", "model.text", "glob");
    room(
        "rules",
        "model",
        "model.text",
        "glob",
        "baseline",
        "signal",
        "signal.text",
        "sensors",
        "rules.text",
        "rules.condition",
        "rules.schedule");
    room("rules.baseline", "model", "baseline", "signal", "signal.text", "sensors", "rules");
    room(
        "rules.yaml",
        "model",
        "model.text",
        "yaml",
        "glob",
        "signal",
        "signal.text",
        "sensors",
        "rules",
        "rules.text",
        "rules.condition",
        "rules.schedule");
    room(
        "alert",
        "model",
        "model.text",
        "signal",
        "signal.memory",
        "rules",
        "rules.text",
        "rules.condition",
        "rules.schedule");
    room(
        "wire",
        "model",
        "model.text",
        "model.percentile",
        "baseline",
        "group",
        "parse",
        "parse.message",
        "parse.mapping",
        "parse.time",
        "window",
        "rules");
    room(
        "alert.unittest",
        "model",
        "model.text",
        "yaml",
        "signal",
        "signal.memory",
        "signal.step",
        "baseline",
        "sensors",
        "sensors.file",
        "wire",
        "rules",
        "rules.baseline",
        "rules.condition",
        "rules.yaml",
        "alert");
    room(
        "parse.inspect",
        "parse",
        "parse.message",
        "parse.time",
        "parse.mapping",
        "parse.dialect",
        "parse.number",
        "parse.csv");
    room("flow.state", "model");
    room("flow.files");
    room("flow.sensors", "sensors", "sensors.file", "flow.files");
    room("flow.progress", "model", "parse.message", "flow.state");
    room("flow.ingest", "model", "parse", "parse.message", "flow.state", "flow.progress");
    room("flow.partial", "model", "window", "average", "flow.state");
    room(
        "flow.average",
        "model",
        "model.percentile",
        "parse",
        "window",
        "average",
        "sensors",
        "flow.state",
        "flow.partial",
        "flow.sensors",
        "flow.progress");
    room(
        "flow.group",
        "model",
        "model.percentile",
        "window",
        "average",
        "sensors",
        "group",
        "flow.state",
        "flow.sensors",
        "flow.average");
    room("flow.baseline", "model", "baseline", "wire", "flow.files", "flow.state");
    room("flow.series", "model", "parse", "flow.state");
    room(
        "flow.alert",
        "model",
        "parse",
        "baseline",
        "sensors",
        "rules",
        "alert",
        "flow.state",
        "flow.baseline",
        "flow.sensors",
        "flow.progress",
        "flow.average",
        "flow.roster",
        "flow.series");
    room("flow.roster", "model", "parse", "sensors", "rules", "flow.sensors", "flow.series");
    room("flow.replay", "model", "window", "average", "flow.state", "flow.partial");
    room(
        "flow.signal",
        "model",
        "parse",
        "baseline",
        "signal",
        "signal.memory",
        "sensors",
        "rules",
        "alert",
        "flow.state",
        "flow.baseline",
        "flow.sensors",
        "flow.progress",
        "flow.alert",
        "flow.replay");
    room(
        "flow.signal.step",
        "model",
        "baseline",
        "signal",
        "signal.memory",
        "signal.step",
        "sensors",
        "rules",
        "alert",
        "flow.state",
        "flow.baseline",
        "flow.sensors",
        "flow.progress",
        "flow.alert",
        "flow.signal");
    room(
        "flow.reorder",
        "model",
        "signal.memory",
        "flow.state",
        "flow.series",
        "flow.alert",
        "flow.signal");
    room(
        "flow.repeat",
        "model",
        "parse",
        "window",
        "flow.state",
        "flow.progress",
        "flow.series",
        "flow.alert");
    room(
        "flow.plausibility",
        "model",
        "parse",
        "sensors",
        "flow.state",
        "flow.sensors",
        "flow.progress",
        "flow.series");
    room(
        "flow.topology",
        "model",
        "model.text",
        "baseline",
        "group",
        "parse",
        "window",
        "sensors",
        "rules",
        "flow.state",
        "flow.progress",
        "flow.ingest",
        "flow.partial",
        "flow.average",
        "flow.group",
        "flow.baseline",
        "flow.series",
        "flow.roster",
        "flow.sensors",
        "flow.alert",
        "flow.plausibility",
        "flow.repeat",
        "flow.replay",
        "flow.signal",
        "flow.signal.step",
        "flow.reorder");
  }

  private static final String JOBS = "dev.isotherm.jobs..";
  private static final String LOCAL = "dev.isotherm.local..";
  private static final String FLOW = "dev.isotherm.flow..";
  private static final String[] COMMON =
      Stream.of(
              "model",
              "yaml",
              "glob",
              "parse",
              "window",
              "average",
              "baseline",
              "signal",
              "sensors",
              "group",
              "rules",
              "alert",
              "wire",
              "flow")
          .map(room -> "dev.isotherm." + room + "..")
          .toArray(String[]::new);
  private static final String[] CONNECTORS = {
    "dev.isotherm.jobs.kafka..",
    "dev.isotherm.jobs.files..",
    "dev.isotherm.jobs.notify..",
    "dev.isotherm.jobs.postgres.."
  };

  private static final String COMMANDS = "dev.isotherm.jobs.commands..";

  /** The rooms of the submitted jar, lowest first: none imports one that stands after it. */
  private static final List<String> JOB_ROOMS =
      List.of(
          "kafka",
          "files",
          "notify",
          "postgres",
          "rest",
          "processingtime",
          "copy",
          "archive",
          "fleet",
          "diff",
          "report",
          "page",
          "graph",
          "reinject",
          "verify",
          "commands");

  private static final int MOST_CLASSES_IN_A_PACKAGE = 25;

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
    check(classes().should().resideInAnyPackage(concat(COMMON, JOBS, LOCAL)));
    check(
        classes()
            .that()
            .resideInAnyPackage(COMMON)
            .should()
            .resideInAnyPackage(ROOMS.keySet().toArray(String[]::new)));
  }

  @Test
  void roomsOfCommonImportOnlyWhatIsBelowThem() {
    ROOMS.forEach(
        (room, known) ->
            check(
                noClasses()
                    .that()
                    .resideInAPackage(room)
                    .should()
                    .dependOnClassesThat(
                        resideInAPackage("dev.isotherm..")
                            .and(not(resideInAPackage(room)))
                            .and(not(resideInAnyPackage(known.toArray(String[]::new)))))));
  }

  @Test
  void connectorsKnowCommonAndNotEachOther() {
    for (String connector : CONNECTORS) {
      check(
          noClasses()
              .that()
              .resideInAPackage(connector)
              .should()
              .dependOnClassesThat(
                  resideInAnyPackage(JOBS, LOCAL).and(not(resideInAPackage(connector)))));
    }
  }

  @Test
  void roomsOfTheJarImportOnlyWhatIsBelowThem() {
    for (int i = 0; i < JOB_ROOMS.size(); i++) {
      String[] above =
          JOB_ROOMS.stream()
              .skip(i + 1L)
              .map(room -> "dev.isotherm.jobs." + room + "..")
              .toArray(String[]::new);
      check(
          noClasses()
              .that()
              .resideInAPackage("dev.isotherm.jobs." + JOB_ROOMS.get(i) + "..")
              .should()
              .dependOnClassesThat(resideInAnyPackage(concat(above, LOCAL))));
    }
  }

  @Test
  void commandsAreImportedByEntryPointsAndLocalOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(COMMANDS, LOCAL, "dev.isotherm.jobs")
            .should()
            .dependOnClassesThat(resideInAnyPackage(COMMANDS, "picocli..")));
  }

  @Test
  void jobsKnowNothingOfLocal() {
    check(
        noClasses()
            .that()
            .resideInAPackage(JOBS)
            .should()
            .dependOnClassesThat(resideInAPackage(LOCAL)));
  }

  @Test
  void flinkIsUsedInFlowJobsAndLocalOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(FLOW, JOBS, LOCAL)
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.flink..")));
  }

  @Test
  void packagesAreNoLargerThanARoom() {
    Map<String, Long> sizes =
        PROJECT.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getPackageName, TreeMap::new, counting()));
    assertThat(sizes).isNotEmpty();
    assertThat(sizes)
        .allSatisfy(
            (name, size) ->
                assertThat(size).as(name).isLessThanOrEqualTo(MOST_CLASSES_IN_A_PACKAGE));
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

  private static void room(String name, String... known) {
    ROOMS.put(
        "dev.isotherm." + name,
        Stream.of(known).map(other -> "dev.isotherm." + other).collect(toSet()));
  }

  private static String[] concat(String[] first, String... others) {
    return Stream.concat(Stream.of(first), Stream.of(others)).toArray(String[]::new);
  }

  private static void check(ArchRule rule) {
    rule.check(PROJECT);
  }
}
