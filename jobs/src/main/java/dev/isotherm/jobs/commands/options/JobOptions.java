package dev.isotherm.jobs.commands.options;

import dev.isotherm.model.ValidationErrors;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of Flink and of its configuration. */
public final class JobOptions implements Validated {

  /**
   * Port of the web UI of a job inside this process; 0 for none. A key of our own, because {@code
   * rest.port} would also tell a client where to find its cluster.
   */
  public static final ConfigOption<Integer> WEB_PORT =
      ConfigOptions.key("isotherm.web-port").intType().defaultValue(0);

  private static final int DEFAULT_WEB_PORT = 8081;

  @Option(
      names = {"-p", "--parallelism"},
      paramLabel = "N",
      description =
          "Number of subtasks of each step (default: that of the cluster; one per processor in a"
              + " local run).")
  private @Nullable Integer parallelism;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of Flink for this job, such as -D "
              + "execution.checkpointing.interval=10s. May be given several times.")
  private List<Setting> settings = List.of();

  @Option(
      names = "--web-port",
      paramLabel = "PORT",
      description =
          "Port of Flink's web UI, in local runs only; 0 for none (default: 8081 for what runs"
              + " until it is stopped, else none).")
  private @Nullable Integer webPort;

  record Setting(String key, String value) {
    static Setting parse(String text) {
      String[] parts = text.split("=", 2);
      if (parts.length < 2 || parts[0].isBlank()) {
        throw new IllegalArgumentException("must be KEY=VALUE");
      }
      return new Setting(parts[0].strip(), parts[1].strip());
    }
  }

  @Override
  public void check(ValidationErrors errors) {
    if (parallelism != null && (parallelism < 1 || parallelism > 32_768)) {
      errors.add("--parallelism", parallelism, "must be at least 1 and at most 32768");
    }
    if (webPort != null && (webPort < 0 || webPort > 65_535)) {
      errors.add("--web-port", webPort, "must be a port, at most 65535, or 0 for none");
    }
  }

  /**
   * Flink's configuration for the job: what the application needs, under what the user set.
   *
   * <p>The application needs a serializer for every type and a uid for every operator; a job
   * without them fails before it starts. Objects are reused between chained operators.
   *
   * @param mode whether the job has an end
   */
  public Configuration configuration(RuntimeExecutionMode mode) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(ExecutionOptions.RUNTIME_MODE, mode);
    if (webPort != null) {
      configuration.set(WEB_PORT, webPort);
    } else if (mode == RuntimeExecutionMode.STREAMING) {
      configuration.set(WEB_PORT, DEFAULT_WEB_PORT);
    }
    settings.forEach(setting -> configuration.setString(setting.key(), setting.value()));
    if (parallelism != null) {
      configuration.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    }
    return configuration;
  }
}
