package dev.isotherm.jobs.commands.status;

import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.postgres.PostgresOption;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.copy.CopyLag;
import dev.isotherm.jobs.kafka.ProgressTopic;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.postgres.PostgresSettings;
import dev.isotherm.jobs.report.StreamStatus;
import dev.isotherm.model.ConfigurationException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the status of a stream as its topics tell it. */
@Command(
    name = "status",
    description = {
      "Shows the progress of a stream, from its topics.",
      "",
      "That is: the counts of its messages and readings up to its last checkpoint, the number of",
      "waiting messages, and the instant up to which its windows are closed.",
      ""
    },
    footer = {
      "",
      "Exit code 3 if the counts do not add up, so that something got lost.",
      "",
      "Examples:",
      "  isotherm status                                  # broker on localhost:9092",
      "  isotherm status -b kafka:9092 --print json | jq .waiting"
    })
public final class StatusCommand implements Callable<Integer> {

  /** The format of the status. */
  enum Print {
    TEXT,
    JSON
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--print",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private Print print;

  @Mixin private KafkaOptions kafka;
  @Mixin private TopicOptions topics;
  @Mixin private TopicOptions.Group group;

  @Option(
      names = PostgresOption.NAME,
      paramLabel = "FILE",
      converter = PostgresOption.SettingsConverter.class,
      description = "Also say how many results wait to be written to PostgreSQL.")
  private @Nullable PostgresSettings database;

  @Override
  public Integer call() {
    StreamStatus status = status();
    spec.commandLine().getOut().println(print == Print.JSON ? status.json() : status.text());
    return status.progress().accounting().addsUp() ? CommandRunner.DONE : CommandRunner.DIFFERENT;
  }

  private StreamStatus status() {
    try (Topics broker = Topics.connect(kafka.clientProperties())) {
      ProgressTopic.Last last = ProgressTopic.last(broker, topics.names().progress(), group.name());
      String topic = last.progress().range().topic();
      if (!broker.missing(Set.of(topic)).isEmpty()) {
        throw new ConfigurationException("topic " + topic + ": is no longer on the broker");
      }
      Map<Integer, Long> ends = broker.lastStableOffsets(topic);
      // A stream that started at the end of a partition has committed that end without progress.
      Map<Integer, Long> starts = broker.beginnings(topic);
      starts.putAll(broker.committed(topic, group.name()));
      return new StreamStatus(
          last.progress(),
          Instant.ofEpochMilli(last.writtenMillis()),
          StreamStatus.waiting(last.progress().range(), starts, ends),
          Instant.now(),
          database == null ? null : CopyLag.read(broker, topics.names(), group.name(), database));
    }
  }
}
