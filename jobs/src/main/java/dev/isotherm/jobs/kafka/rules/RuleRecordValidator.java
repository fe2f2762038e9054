package dev.isotherm.jobs.kafka.rules;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetVersion;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.wire.RuleStatusRecord.ValidationResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Validates the records of the topic of rules, in their order. A record is accepted if its rules
 * have no error, if the stream can apply them, and if no other rules have its instant already. The
 * same records always give the same results, so a restarted stream and a replay agree with the
 * stream that ran.
 */
public final class RuleRecordValidator {

  private final Map<Long, ValidationResult> accepted = new TreeMap<>();

  private final StreamAbilities abilities;

  /**
   * Begins with the first record, or after those that were accepted before.
   *
   * @param abilities what the stream can take over
   */
  RuleRecordValidator(StreamAbilities abilities, Iterable<ValidationResult> before) {
    this.abilities = abilities;
    before.forEach(one -> accepted.put(one.effectiveFromMillis(), one));
  }

  /**
   * A validated record.
   *
   * @param version {@code null} if it is rejected
   */
  public record Entry(
      RuleRecord published, ValidationResult result, @Nullable RuleSetVersion version) {}

  /** Validates the next record. Never throws. */
  Entry validate(RuleRecord record) {
    String source = record.source();
    if (record.error() != null) {
      return rejected(record, List.of(source + ": " + record.error()));
    }
    RuleSet rules;
    try {
      rules = RuleFile.parse(source, record.text());
    } catch (ConfigurationException invalid) {
      return rejected(record, invalid.errors());
    } catch (RuntimeException unforeseen) {
      // Whatever someone has written there, the stream goes on.
      return rejected(record, List.of(source + ": cannot be read: " + unforeseen));
    }
    List<String> errors = abilities.errors(rules);
    if (!errors.isEmpty()) {
      return rejected(record, errors.stream().map(error -> source + ": " + error).toList());
    }
    long from = record.effectiveFromMillis();
    ValidationResult result = new ValidationResult(source, from, rules.fingerprint(), List.of());
    ValidationResult before = accepted.putIfAbsent(from, result);
    if (before != null && !before.version().equals(result.version())) {
      return rejected(
          record,
          List.of(
              String.format(
                  "%s: effective from %s: must be another instant than that of version %s",
                  source, JsonLinesWriter.instant(from), before.version())));
    }
    return new Entry(record, result, new RuleSetVersion(from, rules));
  }

  private static Entry rejected(RuleRecord record, List<String> errors) {
    return new Entry(
        record,
        new ValidationResult(record.source(), record.effectiveFromMillis(), null, errors),
        null);
  }

  /** What has been accepted so far, by instants. */
  List<ValidationResult> accepted() {
    return List.copyOf(accepted.values());
  }
}
