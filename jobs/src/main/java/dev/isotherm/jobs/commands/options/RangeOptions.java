package dev.isotherm.jobs.commands.options;

import dev.isotherm.jobs.kafka.TopicPosition;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.wire.OffsetRange;
import java.util.Properties;
import picocli.CommandLine.Option;

/** The part of a topic to read. */
public final class RangeOptions {

  @Option(
      names = "--from",
      paramLabel = "POSITION",
      defaultValue = "earliest",
      description =
          "Where to begin: earliest, latest, an instant (of the records' own timestamps), or"
              + " offsets by partition such as 0:120,1:80 (default: ${DEFAULT-VALUE}).")
  private TopicPosition from;

  @Option(
      names = "--to",
      paramLabel = "POSITION",
      defaultValue = "latest",
      description = "Where to end, in the same words (default: ${DEFAULT-VALUE}, as it is now).")
  private TopicPosition to;

  /**
   * The part of a topic that is meant, as far as it can be read now.
   *
   * @param option that named the topic
   * @throws ConfigurationException if there is no such topic, or no such part of it
   */
  public OffsetRange of(Properties client, String option, String topic) {
    try (Topics topics = Topics.connect(client)) {
      topics.require(option, topic, "");
      return TopicPosition.range(topics, topic, from, to);
    }
  }
}
