package dev.isotherm.jobs.kafka.rules;

import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.rules.RuleSetVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/** Reads the topic of rules; it is empty if there is no such topic. */
public final class RulesTopic implements PublishedRules {

  private static final long serialVersionUID = 1;

  private final Properties client;
  private final String topic;
  private final boolean takesAverages;

  /**
   * Reads one topic.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   * @param takesAverages whether versions with rules on averages are accepted
   */
  public RulesTopic(Properties client, String topic, boolean takesAverages) {
    this.client = client;
    this.topic = topic;
    this.takesAverages = takesAverages;
  }

  @Override
  public List<RuleSetVersion> read() {
    return entries().stream().map(RuleLog.Entry::version).filter(Objects::nonNull).toList();
  }

  /** All records, in their order. */
  public List<RuleLog.Entry> entries() {
    List<RuleLog.Entry> entries = new ArrayList<>();
    try (Topics topics = Topics.connect(client)) {
      if (!topics.missing(Set.of(topic)).isEmpty()) {
        return entries;
      }
      RuleLog log = new RuleLog(takesAverages, List.of());
      TopicReader.forEach(
          client,
          topics.committedRange(topic),
          one -> entries.add(log.validate(RuleRecord.of(one))));
    }
    return entries;
  }
}
