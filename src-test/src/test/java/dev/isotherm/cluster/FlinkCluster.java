package dev.isotherm.cluster;

import dev.isotherm.local.LoopbackPort;
import dev.isotherm.local.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * A Flink session cluster of real processes on loopback, with the configuration that is shipped:
 * one JobManager, TaskManagers that can be killed, and the command line client.
 */
public final class FlinkCluster implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final Pattern JOB_ID = Pattern.compile("submitted with JobID ([0-9a-f]{32})");

  private final TemporaryFolder folder = TemporaryFolder.create("isotherm-flink-");
  private final List<Process> processes = new ArrayList<>();
  private final List<Process> taskManagers = new ArrayList<>();
  private final Thread shutdownHook = new Thread(this::end, "flink-cluster-shutdown");
  private final Configuration configuration;
  private final FlinkRest rest;

  private FlinkCluster(Map<String, String> overrides) throws IOException {
    Runtime.getRuntime().addShutdownHook(shutdownHook);
    int restPort = LoopbackPort.free();
    this.configuration = configure(restPort, overrides);
    this.rest = new FlinkRest(restPort);
  }

  /** What a run of the command line client ended with. */
  public record Run(int exitCode, String output) {}

  /** A job that the cluster accepted. */
  public record Submission(String jobId, String output) {}

  /**
   * Starts it and waits until its TaskManager is registered.
   *
   * @param overrides Flink configuration in place of that in flink-conf/config.yaml
   */
  public static FlinkCluster start(Map<String, String> overrides) throws IOException {
    var cluster = new FlinkCluster(overrides);
    try {
      cluster.startJobManager();
      cluster.startTaskManager();
      return cluster;
    } catch (IOException | RuntimeException | Error e) {
      e.addSuppressed(new IllegalStateException(cluster.lastWords()));
      cluster.close();
      throw e;
    }
  }

  private Configuration configure(int restPort, Map<String, String> overrides) throws IOException {
    Path shipped = Repository.root().resolve("flink-conf");
    var loaded = GlobalConfiguration.loadConfiguration(shipped.toString());
    var own = new Configuration(loaded);
    own.setString("jobmanager.rpc.port", Integer.toString(LoopbackPort.free()));
    own.setString("rest.port", Integer.toString(restPort));
    own.setString("io.tmp.dirs", created("tmp").toString());
    own.setString("execution.checkpointing.dir", created("checkpoints").toUri().toString());
    own.setString(
        "execution.checkpointing.savepoint-dir", created("savepoints").toUri().toString());
    // A killed TaskManager is missed after seconds.
    own.setString("heartbeat.interval", "1s");
    own.setString("heartbeat.timeout", "15s");
    overrides.forEach(own::setString);
    created("log");
    // As the scripts of the container image write it.
    Files.write(
        created("conf").resolve("config.yaml"),
        ConfigurationUtils.convertConfigToWritableLines(own, true));
    Files.copy(shipped.resolve("log4j.properties"), created("conf").resolve("log4j.properties"));
    return own;
  }

  private Path created(String name) throws IOException {
    return Files.createDirectories(folder.path().resolve(name));
  }

  private void startJobManager() throws IOException {
    var memory = JobManagerProcessUtils.processSpecFromConfig(configuration);
    var main = new ArrayList<String>();
    main.add(StandaloneSessionClusterEntrypoint.class.getName());
    main.addAll(List.of("--configDir", created("conf").toString()));
    main.addAll(FlinkDistribution.words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
    launch(
        "jobmanager", JobManagerProcessUtils.generateJvmParametersStr(memory, configuration), main);
  }

  /** Starts one more TaskManager and waits until it is registered. */
  public void startTaskManager() throws IOException {
    var memory = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    var main = new ArrayList<String>();
    main.add(TaskManagerRunner.class.getName());
    main.addAll(List.of("--configDir", created("conf").toString()));
    main.addAll(
        FlinkDistribution.words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
    String name = "taskmanager-" + processes.size();
    main.add("-Dtaskmanager.resource-id=" + name);
    taskManagers.add(launch(name, ProcessMemoryUtils.generateJvmParametersStr(memory), main));
    Eventually.holds(
        name + " is registered",
        BOUND,
        () -> {
          requireAlive();
          return rest.offersSlots(name);
        });
  }

  private Process launch(String name, String jvm, List<String> main) throws IOException {
    var process =
        FlinkDistribution.start(
            folder.path(), name, configuration, FlinkDistribution.words(jvm), main);
    processes.add(process);
    return process;
  }

  private void requireAlive() {
    if (!processes.get(0).isAlive()) {
      throw new AssertionError("The JobManager ended.");
    }
  }

  /** SIGKILL for the TaskManager that was started last; the cluster is not told. */
  public void killTaskManager() {
    kill(taskManagers.remove(taskManagers.size() - 1));
  }

  public int restPort() {
    return configuration.get(RestOptions.PORT);
  }

  public FlinkRest rest() {
    return rest;
  }

  public List<ProcessHandle> processes() {
    return processes.stream().map(Process::toHandle).toList();
  }

  /** Holds conf, log, tmp, checkpoints and savepoints, until {@link #close()}. */
  public Path folder() {
    return folder.path();
  }

  /** {@code flink run -d jar arguments}; fails with the client's output if no job came of it. */
  public Submission submit(Path jar, String... arguments) throws IOException {
    var words = Stream.concat(Stream.of("run", "-d", jar.toString()), Stream.of(arguments));
    return submission(flink(words.toArray(String[]::new)));
  }

  /** The same by flink-conf/submit.sh, which goes on from the newest checkpoint or savepoint. */
  public Submission submitByScript(Path jar, String... arguments) throws IOException {
    return submission(submitScript(jar, arguments));
  }

  public Run submitScript(Path jar, String... arguments) throws IOException {
    Path bin = created("bin");
    FlinkDistribution.writeClientScript(folder.path(), bin.resolve("flink"), configuration);
    String name = "submit-" + processes.size();
    var command = new ArrayList<String>();
    command.add(Repository.root().resolve("flink-conf/submit.sh").toString());
    command.add("localhost:" + restPort());
    command.add(jar.toString());
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(FlinkDistribution.output(folder.path(), name).toFile());
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().put("ISOTHERM_STATE", folder.path().toString());
    Process script = builder.start();
    processes.add(script);
    return awaitRun(name, script);
  }

  private static Submission submission(Run run) {
    var jobId = JOB_ID.matcher(run.output());
    if (run.exitCode() != 0 || !jobId.find()) {
      throw new IllegalStateException(
          "The job was not submitted, exit code " + run.exitCode() + ":\n" + run.output());
    }
    return new Submission(jobId.group(1), run.output());
  }

  /** Runs the command line client against this cluster and waits for its end. */
  public Run flink(String... arguments) throws IOException {
    String name = "client-" + processes.size();
    var main = new ArrayList<>(List.of(CliFrontend.class.getName()));
    main.addAll(List.of(arguments));
    return awaitRun(name, launch(name, "-Xmx512m", main));
  }

  private Run awaitRun(String name, Process process) throws IOException {
    Eventually.holds(name + " ends", BOUND, () -> !process.isAlive());
    String output = Files.readString(FlinkDistribution.output(folder.path(), name));
    return new Run(process.exitValue(), output);
  }

  /** The end of every log, for the message of a failed test. */
  public String lastWords() {
    try (var logs = Files.list(folder.path().resolve("log"))) {
      var text = new StringBuilder();
      for (Path log : logs.sorted().toList()) {
        var lines = Files.readAllLines(log);
        text.append("== ").append(log.getFileName()).append('\n');
        lines.stream()
            .skip(Math.max(0, lines.size() - 40))
            .forEach(l -> text.append(l).append('\n'));
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("The logs cannot be read.", e);
    }
  }

  /** Kills every process and deletes the folder. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(shutdownHook);
    end();
  }

  private synchronized void end() {
    processes.forEach(FlinkCluster::kill);
    folder.delete();
  }

  private static void kill(Process process) {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Process " + process.pid() + " outlives SIGKILL.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
