package dev.isotherm.jobs.reinject;

import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.ValidationErrors;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;

/** Sees to it that the topics are there, and that marks are kept for ever. */
public final class ReinjectTopics {
  private ReinjectTopics() {}

  /**
   * Looks at the topics.
   *
   * @param make whether the topic of marks may be made
   * @return whether there is a topic of marks now
   * @throws ConfigurationException if one of the other two is missing, or if old marks would be
   *     deleted: what they mark would be reinjected again
   */
  public static boolean prepare(
      Properties client, String topic, String rejected, String marks, boolean make) {
    try (Topics topics = Topics.connect(client)) {
      Set<String> missing = topics.missing(List.of(topic, rejected, marks));
      ValidationErrors faults = new ValidationErrors();
      if (missing.contains(topic)) {
        faults.add("--topic", topic, "is not on the broker");
      }
      if (missing.contains(rejected)) {
        faults.add("--rejected-topic", rejected, "is not on the broker");
      }
      faults.throwIfAny();
      if (missing.contains(marks)) {
        if (make) {
          topics.create(Set.of(marks), OptionalInt.of(1), Map.of("cleanup.policy", "compact"));
        }
        return make;
      }
      topics.requireCompacted("--marks-topic", marks);
      return true;
    }
  }
}
