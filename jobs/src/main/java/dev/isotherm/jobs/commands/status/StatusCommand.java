package dev.isotherm.jobs.commands.status;

import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.kafka.ProgressTopic;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.report.StreamStatus;
import dev.isotherm.model.ConfigurationException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the topics tell of a stream. */
@Command(
    name = "status",
    description = {
      "How far a stream has come, as its topics tell.",
      "",
      "That is: what became of its messages and readings up to its last checkpoint, how many",
      "messages wait, and how far its windows are closed.",
      ""
    },
    footer = {
      "",
      "Exit code 3 if the counts do not add up, so something got lost.",
      "",
      "Examples:",
      "  isotherm status                                  # broker on localhost:9092",
      "  isotherm status -b kafka:9092 --print json | jq .waiting"
    })
public final class StatusCommand implements Callable<Integer> {

  /** How it is said. */
  enum Print {
    TEXT,
    JSON
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      defaultValue = TopicOptions.GROUP,
      description = "Consumer group of the stream (default: ${DEFAULT-VALUE}).")
  private String group;

  @Option(
      names = "--print",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private Print print;

  @Mixin private KafkaOptions kafka;
  @Mixin private TopicOptions topics;

  @Override
  public Integer call() {
    StreamStatus status = status(kafka.clientProperties());
    PrintWriter out = spec.commandLine().getOut();
    out.println(print == Print.JSON ? status.json() : status.text());
    out.flush();
    return status.progress().accounting().addsUp() ? CommandRunner.DONE : CommandRunner.DIFFERENT;
  }

  private StreamStatus status(Properties client) {
    try (Topics broker = Topics.connect(client)) {
      ProgressTopic.Last last =
          ProgressTopic.last(client, broker, topics.names().progress(), group);
      String topic = last.progress().range().topic();
      if (!broker.missing(Set.of(topic)).isEmpty()) {
        throw new ConfigurationException("topic " + topic + ": is not on the broker any more");
      }
      Map<Integer, Long> ends = broker.ends(topic);
      // A stream that began at the end of a partition has nothing of it to tell, but commits that.
      Map<Integer, Long> starts = broker.beginnings(topic);
      starts.putAll(broker.committed(topic, group));
      return new StreamStatus(
          last.progress(),
          Instant.ofEpochMilli(last.writtenMillis()),
          StreamStatus.waiting(last.progress().range(), starts, ends),
          Instant.now());
    }
  }
}
