package dev.isotherm.cluster;

import java.io.IOException;
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

  private final FlinkHome home;
  private final List<Process> processes = new ArrayList<>();
  private final List<Process> taskManagers = new ArrayList<>();
  private final Thread shutdownHook = new Thread(this::end, "flink-cluster-shutdown");
  private final FlinkRest rest;

  private FlinkCluster(Map<String, String> overrides) throws IOException {
    this.home = FlinkHome.create(overrides);
    this.rest = new FlinkRest(restPort());
    Runtime.getRuntime().addShutdownHook(shutdownHook);
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

  private void startJobManager() throws IOException {
    var memory = JobManagerProcessUtils.processSpecFromConfig(home.configuration());
    var main = new ArrayList<String>();
    main.add(StandaloneSessionClusterEntrypoint.class.getName());
    main.addAll(List.of("--configDir", home.conf().toString()));
    main.addAll(FlinkDistribution.words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
    launch(
        "jobmanager",
        JobManagerProcessUtils.generateJvmParametersStr(memory, home.configuration()),
        main);
  }

  /** Starts one more TaskManager and waits until it is registered. */
  public void startTaskManager() throws IOException {
    var memory = TaskExecutorProcessUtils.processSpecFromConfig(home.configuration());
    var main = new ArrayList<String>();
    main.add(TaskManagerRunner.class.getName());
    main.addAll(List.of("--configDir", home.conf().toString()));
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
    var process = FlinkDistribution.start(home, name, FlinkDistribution.words(jvm), main);
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
    return home.configuration().get(RestOptions.PORT);
  }

  public FlinkRest rest() {
    return rest;
  }

  public List<ProcessHandle> processes() {
    return processes.stream().map(Process::toHandle).toList();
  }

  /** Holds conf, log, tmp, checkpoints and savepoints, until {@link #close()}. */
  public Path folder() {
    return home.path();
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
    Path bin = Files.createDirectories(home.path().resolve("bin"));
    FlinkDistribution.writeClientScript(home, bin.resolve("flink"));
    String name = "submit-" + processes.size();
    var command = new ArrayList<String>();
    command.add(Repository.root().resolve("flink-conf/submit.sh").toString());
    command.add("localhost:" + restPort());
    command.add(jar.toString());
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.output(name).toFile());
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().put("ISOTHERM_STATE", home.path().toString());
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
    String output = Files.readString(home.output(name));
    return new Run(process.exitValue(), output);
  }

  /** The end of every log, for the message of a failed test. */
  public String lastWords() {
    return home.lastWords();
  }

  /** Kills every process and deletes the folder. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(shutdownHook);
    end();
  }

  private synchronized void end() {
    processes.forEach(FlinkCluster::kill);
    home.folder().delete();
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
