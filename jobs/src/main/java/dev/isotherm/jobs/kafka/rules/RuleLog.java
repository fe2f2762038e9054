package dev.isotherm.jobs.kafka.rules;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetVersion;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.wire.JsonLines;
import dev.isotherm.wire.RuleStatusRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges the records of the topic of rules, in their order. A record counts if its rules have no
 * fault, if the stream can apply them, and if no other rules have its instant already. The same
 * records always get the same verdicts: a stream that restarts and a replay come to those of the
 * stream that ran.
 */
public final class RuleLog {

  private final Map<Long, RuleStatusRecord> accepted = new TreeMap<>();

  private final boolean takesAverages;

  /**
   * Begins with the first record.
   *
   * @param takesAverages whether the stream computes averages for alerts: it does so from the
   *     start, or never
   */
  RuleLog(boolean takesAverages) {
    this(takesAverages, List.of());
  }

  /** Goes on where another one was; {@code before} is what that had accepted. */
  RuleLog(boolean takesAverages, Iterable<RuleStatusRecord> before) {
    this.takesAverages = takesAverages;
    before.forEach(one -> accepted.put(one.effectiveFromMillis(), one));
  }

  /**
   * What became of a record.
   *
   * @param version {@code null} if it is rejected
   */
  public record Judged(RuleStatusRecord verdict, RuleSetVersion version) {}

  /** Judges the next record. Never throws. */
  Judged judge(RuleRecord record) {
    if (record.fault() != null) {
      return rejected(record, List.of(record.place() + ": " + record.fault()));
    }
    RuleSet rules;
    try {
      rules = RuleFile.parse(record.place(), record.text());
    } catch (ConfigurationException wrong) {
      return rejected(record, wrong.faults());
    } catch (RuntimeException unforeseen) {
      // Whatever someone has written there, the stream goes on.
      return rejected(record, List.of(record.place() + ": cannot be read: " + unforeseen));
    }
    if (!takesAverages && rules.watches(Selector.Source.AVERAGES)) {
      return rejected(record, averagesAreNotTaken(record, rules));
    }
    RuleStatusRecord verdict =
        new RuleStatusRecord(
            record.place(), record.effectiveFromMillis(), rules.fingerprint(), List.of());
    RuleStatusRecord before = accepted.putIfAbsent(record.effectiveFromMillis(), verdict);
    if (before != null && !before.version().equals(verdict.version())) {
      return rejected(
          record,
          List.of(
              record.place()
                  + ": effective from "
                  + JsonLines.instant(record.effectiveFromMillis())
                  + ": must be another instant than that of version "
                  + before.version()));
    }
    return new Judged(verdict, new RuleSetVersion(record.effectiveFromMillis(), rules));
  }

  private static List<String> averagesAreNotTaken(RuleRecord record, RuleSet rules) {
    return rules.on(Selector.Source.AVERAGES).stream()
        .map(
            rule ->
                record.place()
                    + ": rule "
                    + rule.name()
                    + ": on averages: must be readings for this stream, which was started without a"
                    + " rule on averages and computes none for alerts")
        .toList();
  }

  private static Judged rejected(RuleRecord record, List<String> faults) {
    return new Judged(
        new RuleStatusRecord(record.place(), record.effectiveFromMillis(), null, faults), null);
  }

  /** What has been accepted so far, by instants. */
  List<RuleStatusRecord> accepted() {
    return new ArrayList<>(accepted.values());
  }
}
