package dev.isotherm.jobs.kafka.sink;

import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.model.ConfigurationException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;

/** Sees to it that the topics of the streaming job are there, and fit. */
public final class StreamTopics {

  private static final String LARGEST_MESSAGE = "max.message.bytes";

  private StreamTopics() {}

  /**
   * Makes the topics that are missing.
   *
   * @param createInput whether the topic of readings may be made, too
   * @return how large a rejected message may be with its headers, in bytes
   * @throws ConfigurationException if it is missing and may not be made, or if a message of the
   *     topic of readings might not fit into that of rejected messages: such a message would make
   *     the job fail again and again
   */
  public static int prepare(Properties client, TopicNames names, boolean createInput) {
    try (Topics topics = Topics.connect(client)) {
      if (!topics.missing(Set.of(names.readings())).isEmpty()) {
        if (!createInput) {
          throw new ConfigurationException(
              "--topic "
                  + names.readings()
                  + ": is not on the broker; make it, or add --create-topics");
        }
        topics.create(Set.of(names.readings()), OptionalInt.of(Topics.INPUT_PARTITIONS), Map.of());
      }
      int largest = topics.intSetting(names.readings(), LARGEST_MESSAGE);
      int fitting = (int) Math.min(Integer.MAX_VALUE, (long) largest + ResultRecords.HEADER_BYTES);
      int roomy = Math.max(fitting, ResultSinks.LARGEST_REQUEST_BYTES);
      topics.createCompacted(topics.missing(names.compacted()));
      topics.requireCompacted("--rules-topic", names.rules());
      for (String name : topics.missing(names.outputs())) {
        Map<String, String> settings =
            name.equals(names.rejected())
                ? Map.of(LARGEST_MESSAGE, Integer.toString(roomy))
                : Map.of();
        topics.create(Set.of(name), OptionalInt.empty(), settings);
      }
      int allowed = topics.intSetting(names.rejected(), LARGEST_MESSAGE);
      if (allowed < fitting) {
        throw new ConfigurationException(
            "topic "
                + names.rejected()
                + ": max.message.bytes is "
                + allowed
                + "; must be at least "
                + fitting
                + ", so that every message of "
                + names.readings()
                + " fits into it with its headers");
      }
      return Math.min(allowed, ResultSinks.largestRequestBytes(client));
    }
  }
}
