package dev.isotherm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.cluster.ComposeFile.Service;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.FlinkOptions;
import dev.isotherm.fixtures.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.util.bash.FlinkConfigLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docker-compose.yml against the rest of the repository, for no engine runs it here. */
final class ComposeTest {
  private static final Pattern ADDRESS = Pattern.compile("\\b([a-z][a-z-]*):(\\d{4,5})\\b");
  private static final Pattern MAIN_CLASS = Pattern.compile("dev\\.isotherm(\\.\\w+)+");

  private final Path root = Repository.root();
  private final ComposeFile compose = ComposeFile.load();

  ComposeTest() throws IOException {}

  @Test
  void mountsWhatTheRepositoryHoldsOrTheBuildMakesAndOnlyToRead() throws IOException {
    String jobs = Files.readString(root.resolve("jobs/pom.xml"));
    int binds = 0;
    for (Service service : compose.services().values()) {
      for (var mount : service.mounts()) {
        String source = mount.get("source").toString();
        if (mount.get("type").equals("volume")) {
          assertThat(compose.volumes()).as(service.name()).contains(source);
          continue;
        }
        binds++;
        assertThat(mount.get("read_only")).as(service.name() + " " + source).isEqualTo(true);
        if (source.startsWith("./jobs/target/")) {
          String product = source.replace("./jobs/target/", "${project.build.directory}/");
          assertThat(jobs).contains("<outputFile>" + product + "</outputFile>");
        } else {
          assertThat(root.resolve(source)).exists();
        }
      }
    }
    assertThat(binds).isPositive();
  }

  @Test
  void runsTheVersionsOfTheBuild() throws IOException {
    String java = Repository.property("maven.compiler.release");
    assertThat(compose.services().values())
        .extracting(service -> service.text("image"))
        .containsOnly(
            "apache/kafka:" + Repository.property("kafka.version"),
            // Newer than Flink's client, and the newest of the stable releases.
            "zookeeper:3.9.3",
            "flink:" + Repository.property("flink.version") + "-java" + java,
            "prom/prometheus:v3.5.0",
            "grafana/grafana:12.1.0");
  }

  @Test
  void everyAddressNamesAServiceThatExposesThePort() {
    var seen = new ArrayList<String>();
    for (Service service : compose.services().values()) {
      var texts =
          Stream.of(
                  service.words().stream(),
                  service.healthCheck().stream(),
                  service.environment().values().stream().map(Object::toString))
              .flatMap(s -> s);
      for (String text : texts.toList()) {
        var matcher = ADDRESS.matcher(text);
        while (matcher.find()) {
          String host = matcher.group(1);
          String port = matcher.group(2);
          seen.add(host + ":" + port);
          if (host.equals("localhost")) {
            assertThat(service.list("ports")).as(text).anyMatch(p -> p.contains(":" + port + ":"));
          } else {
            assertThat(compose.services()).as(text).containsKey(host);
            assertThat(compose.services().get(host).list("expose")).as(text).contains(port);
          }
        }
      }
    }
    assertThat(seen)
        .contains(
            "kafka:9092", "kafka:9093", "jobmanager:8081", "zookeeper:2181", "localhost:9092");
  }

  @Test
  void publishesExposedPortsOnThisMachineOnly() {
    var published = new ArrayList<String>();
    for (Service service : compose.services().values()) {
      for (String port : service.list("ports")) {
        published.add(port);
        assertThat(port).matches("127\\.0\\.0\\.1:\\d+:\\d+");
        assertThat(service.list("expose")).contains(port.replaceFirst(".*:", ""));
      }
    }
    assertThat(published).isNotEmpty();
  }

  @Test
  void waitsForWhatReportsHealthOrEnds() {
    for (Service service : compose.services().values()) {
      service
          .dependsOn()
          .forEach(
              (name, condition) -> {
                assertThat(compose.services()).containsKey(name);
                Service needed = compose.services().get(name);
                switch (condition) {
                  case "service_healthy" -> assertThat(needed.healthCheck()).isNotEmpty();
                  case "service_completed_successfully" ->
                      assertThat(needed.text("restart")).isEqualTo("no");
                  default -> throw new AssertionError(name + ": " + condition);
                }
              });
    }
    assertThat(compose.services().get("job").dependsOn())
        .containsOnlyKeys("kafka", "jobmanager", "taskmanager");
  }

  @Test
  void runsWithoutPrivilegesButForTheOneThatGivesTheVolumeAway() {
    for (Service service : compose.services().values()) {
      assertThat(service.list("cap_drop")).as(service.name()).containsExactly("ALL");
      if (service.text("user").equals("root")) {
        assertThat(service.list("cap_add")).as(service.name()).containsExactly("CHOWN");
        assertThat(service.text("restart")).isEqualTo("no");
      } else {
        assertThat(service.list("cap_add")).as(service.name()).isEmpty();
      }
    }
  }

  @Test
  void setsOnlyOptionsThatFlinkHasAndThatMatchItsPorts() {
    Service jobManager = compose.services().get("jobmanager");
    Service taskManager = compose.services().get("taskmanager");
    assertThat(jobManager.flinkProperties()).isNotEmpty();
    assertThat(FlinkOptions.byKey().keySet()).containsAll(jobManager.flinkProperties().keySet());
    assertThat(taskManager.flinkProperties()).isEqualTo(jobManager.flinkProperties());
    assertThat(compose.services().get("job").flinkProperties())
        .isEqualTo(jobManager.flinkProperties());
    assertThat(taskManager.list("expose"))
        .contains(
            taskManager.flinkProperties().get("taskmanager.rpc.port"),
            taskManager.flinkProperties().get("taskmanager.data.port"));
  }

  @Test
  void theImagesEntrypointCanRewriteTheShippedConfiguration(@TempDir Path folder) throws Exception {
    String shipped = withHighAvailability(folder).toString();
    var properties = compose.services().get("jobmanager").flinkProperties();
    var arguments = new ArrayList<>(List.of("--configDir", shipped));
    properties.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
    // What its scripts call to put FLINK_PROPERTIES into config.yaml.
    var lines = FlinkConfigLoader.loadAndModifyConfiguration(arguments.toArray(String[]::new));
    Files.write(folder.resolve("config.yaml"), lines);

    var expected = GlobalConfiguration.loadConfiguration(shipped).toMap();
    expected.putAll(properties);
    assertThat(GlobalConfiguration.loadConfiguration(folder.toString()).toMap())
        .isEqualTo(expected);
  }

  /** The configuration in the containers, before the image's entrypoint changes it. */
  private Path withHighAvailability(Path folder) throws IOException {
    assertThat(compose.services().get("jobmanager").words().get(2))
        .contains("cp /opt/isotherm/conf/* /opt/flink/conf/")
        .contains("cat /opt/isotherm/conf/high-availability.yaml >>/opt/flink/conf/config.yaml");
    Path conf = Files.createDirectory(folder.resolve("conf"));
    String config = Files.readString(root.resolve("flink-conf/config.yaml"));
    Files.writeString(
        conf.resolve("config.yaml"), config + Files.readString(HighAvailability.FILE));
    return conf;
  }

  @Test
  void keepsCheckpointsOnTheVolumeThatJobManagerTaskManagerAndJobShare(@TempDir Path folder)
      throws IOException {
    var shipped = GlobalConfiguration.loadConfiguration(withHighAvailability(folder).toString());
    for (String name : List.of("flink-state", "jobmanager", "taskmanager", "job")) {
      var volume =
          compose.services().get(name).mounts().stream()
              .filter(mount -> mount.get("source").equals("flink-state"))
              .findFirst();
      assertThat(volume).as(name).isPresent();
      String target = "file://" + volume.orElseThrow().get("target") + "/";
      assertThat(shipped.toMap().get("execution.checkpointing.dir")).startsWith(target);
      assertThat(shipped.toMap().get("execution.checkpointing.savepoint-dir")).startsWith(target);
      assertThat(shipped.toMap().get("high-availability.storageDir")).startsWith(target);
    }
    assertThat(compose.services().get("flink-state").words().get(2))
        .contains("mkdir -p checkpoints savepoints high-availability");
  }

  @Test
  void aJobManagerThatIsStartedAgainFindsItsJob() {
    Service jobManager = compose.services().get("jobmanager");
    assertThat(jobManager.text("restart")).isEqualTo("unless-stopped");
    assertThat(jobManager.dependsOn()).containsEntry("zookeeper", "service_healthy");
    assertThat(jobManager.list("expose")).contains("6123");
    assertThat(compose.services().get("zookeeper").mounts())
        .as("both folders of the image that hold data, on volumes with names")
        .extracting(mount -> mount.get("target"))
        .containsExactlyInAnyOrder("/data", "/datalog");
  }

  @Test
  void theJobManagerRefusesWhatOtherWebPagesSend() {
    assertThat(compose.services().get("jobmanager").mounts())
        .extracting(mount -> mount.get("target"))
        .contains("/opt/flink/lib/isotherm-rest-filter.jar");
  }

  @Test
  void startsMainClassesThatExist() throws Exception {
    int found = 0;
    for (Service service : compose.services().values()) {
      for (String word : service.words()) {
        if (MAIN_CLASS.matcher(word).matches()) {
          assertThat(Class.forName(word).getMethod("main", String[].class)).isNotNull();
          found++;
        }
      }
    }
    assertThat(found).isPositive();
  }

  @Test
  void jobAndProducerRunIsothermsCommands() {
    Service job = compose.services().get("job");
    Service producer = compose.services().get("producer");
    assertThat(job.isothermArguments()).startsWith("stream");
    assertThat(producer.isothermArguments()).startsWith("produce");
    assertThat(CommandTrial.faults(job.isothermArguments())).isEmpty();
    assertThat(CommandTrial.faults(producer.isothermArguments())).isEmpty();

    var slip = new ArrayList<>(job.isothermArguments());
    slip.add("--create-topic");
    assertThat(CommandTrial.faults(slip)).singleElement().asString().contains("--create-topic");
  }
}
