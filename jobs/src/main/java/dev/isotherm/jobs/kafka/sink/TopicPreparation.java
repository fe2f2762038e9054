package dev.isotherm.jobs.kafka.sink;

import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.model.ConfigurationException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** Creates and checks the topics of the streaming job. */
public final class TopicPreparation {

  private static final String MAX_MESSAGE_BYTES = "max.message.bytes";

  private TopicPreparation() {}

  /**
   * Creates the topics that are missing.
   *
   * @param createInput whether the topic of readings may be created too
   * @return the maximal size of a rejected message with its headers, in bytes
   * @throws ConfigurationException if the topic of readings is missing and may not be created, or
   *     if one of its messages might not fit into the topic of rejected messages: such a message
   *     would make the job fail again and again
   */
  public static int prepare(Properties client, TopicNames names, boolean createInput) {
    try (Topics topics = Topics.connect(client)) {
      topics.requireInput(names.readings(), createInput);
      int largest = topics.intSetting(names.readings(), MAX_MESSAGE_BYTES);
      int fitting = (int) Math.min(Integer.MAX_VALUE, (long) largest + ResultRecords.HEADER_BYTES);
      int created = Math.max(fitting, ResultSinks.MAX_REQUEST_BYTES);
      topics.createCompacted(topics.missing(names.compacted()));
      topics.createKept(topics.missing(Set.of(names.rules())));
      topics.requireKept("--rules-topic", names.rules());
      for (String name : topics.missing(names.outputs())) {
        Map<String, String> settings =
            name.equals(names.rejected())
                ? Map.of(MAX_MESSAGE_BYTES, Integer.toString(created))
                : Map.of();
        topics.create(Set.of(name), Optional.empty(), settings);
      }
      int allowed = topics.intSetting(names.rejected(), MAX_MESSAGE_BYTES);
      if (allowed < fitting) {
        throw new ConfigurationException(
            String.format(
                "topic %s: max.message.bytes is %d; must be at least %d, so that every message of"
                    + " %s fits into it with its headers",
                names.rejected(), allowed, fitting, names.readings()));
      }
      return Math.min(allowed, ResultSinks.maxRequestBytes(client));
    }
  }
}
