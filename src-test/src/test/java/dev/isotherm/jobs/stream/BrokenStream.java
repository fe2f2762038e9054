package dev.isotherm.jobs.stream;

import dev.isotherm.alert.RuleSet;
import dev.isotherm.average.Windowing;
import dev.isotherm.jobs.cli.TopicOptions;
import dev.isotherm.jobs.progress.StreamSettings;
import dev.isotherm.pipeline.Flow;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;

/** The streaming job with another way to compute averages. */
public final class BrokenStream {
  private BrokenStream() {}

  /** How averages are computed. */
  @FunctionalInterface
  public interface Averaging {
    Flow.Averages average(Flow.Messages messages, Windowing windowing, Duration allowedLateness);
  }

  /** Starts it, with windows of a minute that cannot change after their end. */
  public static JobClient start(
      LiveFlink flink, LiveKafka kafka, LiveKafka.TestTopics names, Averaging averaging)
      throws Exception {
    TopicOptions topics = new TopicOptions();
    List<String> options =
        names.options().stream().filter(option -> !option.startsWith("--group")).toList();
    new CommandLine(topics).parseArgs(options.toArray(String[]::new));
    Properties client = new Properties();
    client.setProperty("bootstrap.servers", kafka.bootstrapServers());
    int largest = StreamTopics.prepare(client, topics, false);
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(300));
    StreamExecutionEnvironment environment = flink.create(configuration);
    StreamJob.build(
        environment,
        new StreamJob.Kafka(
            client, names.readings(), OffsetsInitializer.earliest(), topics, largest),
        new StreamJob.Plan(
            new StreamSettings(
                "1min",
                null,
                null,
                "UTC",
                "1min",
                "timestamp",
                "sensor_id",
                Set.of(),
                null,
                RuleSet.DEFAULT.fingerprint()),
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            Duration.ZERO,
            RuleSet.DEFAULT),
        averaging::average);
    return environment.executeAsync("broken");
  }
}
