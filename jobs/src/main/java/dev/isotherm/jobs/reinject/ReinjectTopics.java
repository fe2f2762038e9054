package dev.isotherm.jobs.reinject;

import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.ReinjectionMark;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** Prepares and reads the topics of a reinjection. */
public final class ReinjectTopics {

  /** Longer than a transaction of {@link DeadLetterPublisher} can stay open. */
  private static final Duration STALL_TIMEOUT =
      DeadLetterPublisher.TRANSACTION_TIMEOUT.plusSeconds(30);

  private ReinjectTopics() {}

  /**
   * Checks the topics.
   *
   * @param create whether the topic of marks may be created
   * @return whether the topic of marks exists now
   * @throws ConfigurationException if one of the other two is missing, or if old marks would be
   *     deleted: their letters would be reinjected again
   */
  public static boolean prepare(
      Topics topics, String topic, String rejected, String marks, boolean create) {
    Set<String> missing = topics.missing(List.of(topic, rejected, marks));
    ValidationErrors errors = new ValidationErrors();
    if (missing.contains(topic)) {
      errors.add("--topic", topic, "is not on the broker");
    }
    if (missing.contains(rejected)) {
      errors.add("--rejected-topic", rejected, "is not on the broker");
    }
    errors.throwIfAny();
    if (!missing.contains(marks)) {
      topics.requireCompacted("--marks-topic", marks);
      return true;
    }
    if (create) {
      topics.create(Set.of(marks), Optional.of(1), Map.of("cleanup.policy", "compact"));
    }
    return create;
  }

  /**
   * Reads all marks, and waits for open transactions. No other run may write marks meanwhile: see
   * {@link DeadLetterPublisher}.
   *
   * @throws IllegalStateException if another program's transaction stays open in the topic, so that
   *     the marks behind it cannot be read
   */
  public static Set<ReinjectionMark> readMarks(Topics topics, String topic) {
    Set<ReinjectionMark> marks = new HashSet<>();
    TopicReader.read(
        topics.client(),
        new OffsetRange(topic, topics.beginnings(topic), topics.highWatermarks(topic)),
        STALL_TIMEOUT,
        mark -> {
          marks.add(ReinjectionMark.read(mark.key(), mark.value()));
          return true;
        });
    return marks;
  }

  /** Reads the letters that are committed now. Letters that are deleted meanwhile are skipped. */
  public static void readLetters(
      Topics topics, String topic, TopicReader.Visitor<InterruptedException> visitor)
      throws InterruptedException {
    Properties settings = new Properties();
    settings.putAll(topics.client());
    settings.setProperty("auto.offset.reset", "earliest");
    TopicReader.read(settings, topics.committedRange(topic), STALL_TIMEOUT, visitor);
  }
}
