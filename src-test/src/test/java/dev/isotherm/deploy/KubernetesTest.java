package dev.isotherm.deploy;

import static dev.isotherm.deploy.DeployedFiles.at;
import static dev.isotherm.deploy.DeployedFiles.list;
import static dev.isotherm.deploy.DeployedFiles.map;
import static dev.isotherm.deploy.DeployedFiles.strings;
import static dev.isotherm.deploy.DeployedFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.FlinkOptions;
import dev.isotherm.fixtures.Repository;
import dev.isotherm.jobs.Isotherm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the files of Kubernetes against the rest of the repository, for no cluster runs them. */
final class KubernetesTest {
  private static final Path FOLDER = DeployedFiles.FOLDER.resolve("kubernetes");
  private static final Path SCHEMAS =
      Repository.root().resolveSibling("shared/data/flink-operator-crds");
  private static final String RULES =
      "rules: [{ name: hot, metric: temperature, levels: { critical: { above: 30 } } }]";
  private static final String POD = "spec/jobTemplate/spec/template/spec";
  private static final String BATCH = POD + "/containers/0";

  private final Object stream = DeployedFiles.document("kubernetes/stream.yaml");
  private final Object daily = DeployedFiles.document("kubernetes/daily.yaml");
  private final List<Object> network = DeployedFiles.documents("kubernetes/network.yaml");

  KubernetesTest() throws IOException {}

  @Test
  void everyArgumentIsOneOfTheCommandLine(@TempDir Path files) throws IOException {
    List<String> streams = withFilesIn(files, strings(stream, "spec/job/args"));
    List<String> batches = withFilesIn(files, strings(daily, BATCH + "/args"));
    assertThat(streams).startsWith("stream");
    assertThat(batches).startsWith("batch").contains("--day=yesterday", "--overwrite");
    assertThat(CommandTrial.faults(streams)).isEmpty();
    assertThat(CommandTrial.faults(batches)).isEmpty();
    var slip = new ArrayList<>(streams);
    slip.add("--checkpoint-intervall=10s");
    assertThat(CommandTrial.faults(slip)).hasSize(1);
  }

  /** The arguments with small files in the place of those that are mounted. */
  private static List<String> withFilesIn(Path folder, List<String> arguments) throws IOException {
    var replaced = new ArrayList<String>();
    for (String argument : arguments) {
      int mounted = argument.indexOf("/etc/isotherm/");
      if (mounted < 0) {
        replaced.add(argument);
      } else {
        Path file = folder.resolve(argument.substring(mounted + 1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, argument.endsWith(".yaml") ? RULES : "");
        replaced.add(argument.substring(0, mounted) + file);
      }
    }
    assertThat(replaced).isNotEqualTo(arguments);
    return replaced;
  }

  @Test
  void startsTheJarAndTheClassOfTheImage() throws Exception {
    String main = Isotherm.class.getName();
    assertThat(text(stream, "spec/job/entryClass")).isEqualTo(main);
    assertThat(strings(daily, BATCH + "/command"))
        .startsWith("java")
        .endsWith("-cp", "/opt/flink/lib/*:/opt/isotherm/isotherm.jar", main)
        .containsAll(List.of(Repository.property("flink.jvm.options").split(" ")));
    assertThat(text(stream, "spec/job/jarURI")).isEqualTo("local:///opt/isotherm/isotherm.jar");
    assertThat(Files.readString(DeployedFiles.FOLDER.resolve("Dockerfile")))
        .contains("COPY jobs/target/isotherm.jar /opt/isotherm/\n");
    String flink = Repository.property("flink.version");
    assertThat(text(stream, "spec/flinkVersion"))
        .isEqualTo("v" + flink.replaceFirst("\\.\\d+$", "").replace('.', '_'));
    assertThat(at(stream, "spec/podTemplate/spec/containers/0/env").toString())
        .contains("flink-s3-fs-presto-" + flink + ".jar");
    assertThat(text(stream, "spec/image"))
        .isEqualTo("isotherm:" + Isotherm.VERSION)
        .isEqualTo(text(daily, BATCH + "/image"));
  }

  @Test
  void theDayIsOneOfTheZoneInWhichTheJobIsStartedAndAMissingDayIsNotTriedAgain() {
    assertThat(strings(daily, BATCH + "/args")).contains("--zone=" + text(daily, "spec/timeZone"));
    assertThat(text(daily, "spec/concurrencyPolicy")).isEqualTo("Forbid");
    Object rule = at(daily, "spec/jobTemplate/spec/podFailurePolicy/rules/0");
    assertThat(text(rule, "action")).isEqualTo("FailJob");
    assertThat(list(rule, "onExitCodes/values")).isEqualTo(List.of(2));
    assertThat(text(rule, "onExitCodes/containerName")).isEqualTo(text(daily, BATCH + "/name"));
    assertThat(text(daily, POD + "/restartPolicy"))
        .as("which podFailurePolicy requires")
        .isEqualTo("Never");
  }

  @Test
  void everyFileOfAnArgumentIsMountedToReadFromAVolumeThatIsThere() {
    String jobManager = "spec/jobManager/podTemplate/spec";
    requireMounted(
        strings(stream, "spec/job/args"),
        list(stream, jobManager + "/containers/0/volumeMounts"),
        list(stream, jobManager + "/volumes"));
    requireMounted(
        strings(daily, BATCH + "/args"),
        list(daily, BATCH + "/volumeMounts"),
        list(daily, POD + "/volumes"));
    assertThat(at(stream, "spec/taskManager").toString()).doesNotContain("secret");
  }

  private static void requireMounted(List<String> arguments, List<?> mounts, List<?> volumes) {
    List<String> files =
        arguments.stream()
            .map(argument -> argument.replaceFirst(".*=", ""))
            .filter(value -> value.startsWith("/"))
            .toList();
    assertThat(files).isNotEmpty();
    for (String file : files) {
      assertThat(mounts)
          .anySatisfy(
              mount -> {
                assertThat(file).startsWith(text(mount, "mountPath") + "/");
                assertThat(text(mount, "readOnly")).isEqualTo("true");
              });
    }
    assertThat(mounts)
        .allSatisfy(
            mount ->
                assertThat(volumes)
                    .extracting(volume -> text(volume, "name"))
                    .contains(text(mount, "name")));
  }

  @Test
  void flinkUnderstandsEverySettingAndTheyAreThoseOfFlinkConf() {
    Map<String, String> settings = new TreeMap<>();
    map(stream, "spec/flinkConfiguration")
        .forEach((key, value) -> settings.put(key.toString(), value.toString()));
    Configuration configuration = Configuration.fromMap(settings);
    assertThat(settings.keySet())
        .allMatch(
            key ->
                FlinkOptions.understands(configuration, key)
                    || key.startsWith("kubernetes.operator.")
                    || key.startsWith("job.autoscaler.")
                    || key.equals("isotherm.rest.hosts"));
    assertThat(map(stream, "spec/flinkConfiguration").values())
        .as("the operator wants strings")
        .allMatch(String.class::isInstance);

    var shipped =
        new TreeMap<>(
            GlobalConfiguration.loadConfiguration(
                    Repository.root().resolve("flink-conf").toString())
                .toMap());
    // Addresses, memory and folders differ, and the interval is an argument.
    shipped
        .keySet()
        .removeIf(
            key ->
                key.matches("env\\..*|.*bind-(host|address)|.*\\.address|.*process\\.size|.*dir")
                    || key.equals("metrics.reporter.prom.port")
                    || key.equals("execution.checkpointing.interval"));
    assertThat(shipped).hasSizeGreaterThan(20);
    assertThat(settings).containsAllEntriesOf(shipped);
  }

  @Test
  void keepsItsStateWhereEveryPodReachesItAndSurvivesItsJobManager() {
    Map<?, ?> settings = map(stream, "spec/flinkConfiguration");
    assertThat(settings.get("high-availability.type")).isEqualTo("kubernetes");
    assertThat(
            Stream.of(
                "high-availability.storageDir",
                "execution.checkpointing.dir",
                "execution.checkpointing.savepoint-dir"))
        .allSatisfy(key -> assertThat(settings.get(key).toString()).startsWith("s3://"));
    assertThat(text(stream, "spec/job/upgradeMode")).isIn("savepoint", "last-state");
    assertThat(strings(stream, "spec/job/args")).doesNotContain("--fresh");
    assertThat(settings.get("isotherm.rest.hosts").toString())
        .contains(text(stream, "metadata/name") + "-rest." + text(stream, "metadata/namespace"));
  }

  @Test
  void podsHaveNoPrivileges() {
    for (Object pod : List.of(at(stream, "spec/podTemplate/spec"), at(daily, POD))) {
      assertThat(at(pod, "securityContext/runAsNonRoot")).isEqualTo(true);
      assertThat(at(pod, "securityContext/runAsUser")).isEqualTo(9999);
      Object container = at(pod, "containers/0/securityContext");
      assertThat(at(container, "allowPrivilegeEscalation")).isEqualTo(false);
      assertThat(strings(container, "capabilities/drop")).containsExactly("ALL");
    }
  }

  @Test
  void theNetworkPolicyIsOfThesePodsAndNamesTheirPorts() throws IOException {
    Map<?, ?> settings = map(stream, "spec/flinkConfiguration");
    Object policy = network.get(0);
    assertThat(text(policy, "spec/podSelector/matchLabels/app"))
        .as("the label that Flink gives its pods")
        .isEqualTo(text(stream, "metadata/name"));
    assertThat(list(policy, "spec/ingress/0/ports"))
        .extracting(port -> text(port, "port"))
        .containsExactlyInAnyOrder(
            settings.get("taskmanager.data.port").toString(),
            settings.get("taskmanager.rpc.port").toString(),
            settings.get("jobmanager.rpc.port").toString(),
            settings.get("blob.server.port").toString(),
            "8081");
    assertThat(list(policy, "spec/ingress/2/ports"))
        .extracting(port -> text(port, "port"))
        .containsExactly(settings.get("metrics.reporter.prom.port").toString());
    assertThat(text(network.get(1), "spec/podSelector/matchLabels/app"))
        .isEqualTo(text(daily, "spec/jobTemplate/spec/template/metadata/labels/app"));

    var namespaces = new ArrayList<String>();
    for (Path file : files()) {
      for (Object resource : DeployedFiles.documents(file)) {
        namespaces.add(text(resource, "metadata/namespace"));
      }
    }
    assertThat(namespaces).hasSizeGreaterThan(5).containsOnly("isotherm");
    assertThat(text(DeployedFiles.documents("kubernetes/account.yaml").get(0), "metadata/name"))
        .isEqualTo(text(stream, "spec/serviceAccount"));
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @Test
  void theOperatorsSchemaAcceptsTheStream() throws Exception {
    assumeTrue(Files.isDirectory(SCHEMAS), "The schemas of the operator are not in " + SCHEMAS);
    var schema = OperatorSchema.read(SCHEMAS.resolve("flinkdeployments.flink.apache.org-v1.yml"));
    assertThat(schema.faults(at(stream, "spec"))).isEmpty();

    assertThat(
            schema.faults(
                Map.of(
                    "flinkVersion",
                    "v9_9",
                    "job",
                    Map.of("paralellism", 2, "args", "stream"),
                    "taskManager",
                    Map.of("replicas", "two"))))
        .as("a broken one, so that a schema that accepts everything is noticed")
        .hasSize(4);
  }
}
