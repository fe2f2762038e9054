package dev.isotherm.local.machine;

import dev.isotherm.jobs.commands.options.JobOptions;
import dev.isotherm.jobs.files.TemporaryFolder;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.client.deployment.executors.LocalExecutor;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.PipelineExecutor;
import org.apache.flink.core.execution.PipelineExecutorFactory;
import org.apache.flink.core.execution.PipelineExecutorServiceLoader;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The MiniCluster of one job, on loopback. Flink's files are in one folder, which is deleted with
 * the cluster. It starts when the job is submitted.
 */
final class LocalCluster implements AutoCloseable {

  private static final String LOOPBACK = "localhost";
  private static final String ANY_PORT = "0";
  private static final long TIMEOUT_SECONDS = 30;

  private final TemporaryFolder folder = TemporaryFolder.create("isotherm-flink-");
  private final Configuration configuration;
  private final int wantedWebPort;
  private final Consumer<String> notices;
  private @Nullable MiniCluster running;
  private boolean closed;

  /**
   * Prepares the configuration and the folder of a job.
   *
   * @param job the job's configuration
   * @param notices takes messages for the user: the address of the web UI
   */
  LocalCluster(Configuration job, Consumer<String> notices) {
    this.configuration = new Configuration(job);
    this.wantedWebPort = job.get(JobOptions.WEB_PORT);
    this.notices = notices;
    configuration.set(DeploymentOptions.TARGET, LocalExecutor.NAME);
    configuration.set(DeploymentOptions.ATTACHED, true);
    configuration.set(RestOptions.ADDRESS, LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    configuration.set(WebOptions.CANCEL_ENABLE, false);
    // Otherwise the scripts of all web pages could read the answers.
    configuration.set(
        WebOptions.ACCESS_CONTROL_ALLOW_ORIGIN, "http://" + LOOPBACK + ":" + wantedWebPort);
    // A list, because another process could take the port between a check and the bind.
    configuration.set(
        RestOptions.BIND_PORT, wantedWebPort == 0 ? ANY_PORT : wantedWebPort + "," + ANY_PORT);
    // Flink would listen on all interfaces for blobs; nothing here is large enough to become one.
    configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(BlobServerOptions.OFFLOAD_MINSIZE, Integer.MAX_VALUE);
    unlessSet(CoreOptions.TMP_DIRS, folder.path().toString());
    unlessSet(WebOptions.TMP_DIR, folder.path().toString());
    // In memory, Flink stores at most 5 MB of a task's state; with more the job fails repeatedly.
    unlessSet(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.path().resolve("checkpoints").toUri().toString());
    // Flink allocates 64 MiB at the first exchange, which takes a third of a second.
    unlessSet(TaskManagerOptions.NETWORK_BATCH_SHUFFLE_READ_MEMORY, MemorySize.ofMebiBytes(16));
    unlessSet(CoreOptions.DEFAULT_PARALLELISM, Runtime.getRuntime().availableProcessors());
  }

  private <T> void unlessSet(ConfigOption<T> option, T value) {
    if (!configuration.contains(option)) {
      configuration.set(option, value);
    }
  }

  /** An environment whose jobs run in this cluster. */
  StreamExecutionEnvironment environment() {
    return new StreamExecutionEnvironment(new Executors(), configuration, null);
  }

  @SuppressWarnings("try") // Flink's own close() may be interrupted
  private synchronized MiniCluster make(MiniClusterConfiguration settings) {
    if (closed) {
      throw new IllegalStateException("This process is ending; no job is started any more.");
    }
    running =
        new MiniCluster(settings) {
          @Override
          public void start() throws Exception {
            super.start();
            announce(this);
          }
        };
    return running;
  }

  private void announce(MiniCluster started) throws Exception {
    if (wantedWebPort == 0) {
      return;
    }
    URI address = started.getRestAddress().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    boolean taken = address.getPort() != wantedWebPort;
    notices.accept(
        "Flink web UI: " + address + (taken ? " (port " + wantedWebPort + " is taken)" : ""));
  }

  /** Ends the cluster and its job, if they run, and deletes the folder. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (running != null) {
        running.closeAsync().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      notices.accept("The Flink cluster of this process did not end in an orderly way: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      folder.delete();
    }
  }

  /** Flink's executor of local jobs, with a cluster whose end can be awaited. */
  private final class Executors implements PipelineExecutorServiceLoader, PipelineExecutorFactory {
    @Override
    public PipelineExecutorFactory getExecutorFactory(Configuration ignored) {
      return this;
    }

    @Override
    public Stream<String> getExecutorNames() {
      return Stream.of(getName());
    }

    @Override
    public String getName() {
      return LocalExecutor.NAME;
    }

    @Override
    public boolean isCompatibleWith(Configuration ignored) {
      return true;
    }

    @Override
    public PipelineExecutor getExecutor(Configuration effective) {
      return LocalExecutor.createWithFactory(effective, LocalCluster.this::make);
    }
  }
}
