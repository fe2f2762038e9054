package dev.isotherm.jobs.kafka.rules;

import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.rules.RuleSetVersion;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.wire.RuleStatusRecord;
import dev.isotherm.wire.RuleStatusRecord.ValidationResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Versions of the rules that a stream has accepted, and that are no longer in the topic. Readings
 * have been evaluated by them, so a restart or a {@code verify} without them would come to other
 * alerts.
 *
 * <p>Scenario: a record without a value has the key of a version. If the topic is compacted, the
 * broker then deletes the version some hours later.
 */
public final class LostVersions {
  private LostVersions() {}

  /**
   * Finds the lost versions by what streams have published about them.
   *
   * @param topic of rules
   * @param statusTopic of the streams' answers
   * @param ofGroup of which streams
   */
  public static List<ValidationResult> find(
      Properties client, String topic, String statusTopic, Predicate<String> ofGroup) {
    List<ValidationResult> accepted = new ArrayList<>();
    try (Topics topics = Topics.connect(client)) {
      if (!topics.missing(Set.of(topic, statusTopic)).isEmpty()) {
        return List.of();
      }
      long end = topics.lastStableOffsets(topic).getOrDefault(0, 0L);
      TopicReader.forEach(
          client,
          topics.committedRange(statusTopic),
          line -> {
            RuleStatusRecord status = RuleStatusRecord.read(line.value());
            ValidationResult result = status.result();
            // A status of a topic that was deleted since names an offset that does not exist.
            if (result.isAccepted()
                && ofGroup.test(status.group())
                && offsetIn(topic, result.source()) < end) {
              accepted.add(result);
            }
          });
    }
    // Whether a stream takes rules on averages does not matter here.
    return accepted.isEmpty()
        ? List.of()
        : of(accepted, new RulesTopic(client, topic, StreamAbilities.ALL).read());
  }

  /** Those of the accepted versions that are not present. */
  static List<ValidationResult> of(
      Collection<ValidationResult> accepted, List<RuleSetVersion> present) {
    return accepted.stream()
        .filter(
            one ->
                present.stream()
                    .noneMatch(
                        version ->
                            version.effectiveFromMillis() == one.effectiveFromMillis()
                                && version.rules().fingerprint().equals(one.version())))
        .distinct()
        .toList();
  }

  /** Says which version is lost, and what to do. */
  public static String sentence(String topic, ValidationResult lost) {
    String from = JsonLinesWriter.instant(lost.effectiveFromMillis());
    return String.format(
        "--rules-topic %s: version %s from %s was accepted, and is no longer there; publish its"
            + " file again: isotherm rules publish FILE --at %s",
        topic, lost.version(), from, from);
  }

  /** The offset in a source such as {@code sensor_rules-0:7}; beyond all for another topic. */
  private static long offsetIn(String topic, String source) {
    String start = topic + "-0:";
    return source.startsWith(start)
        ? Long.parseLong(source.substring(start.length()))
        : Long.MAX_VALUE;
  }
}
