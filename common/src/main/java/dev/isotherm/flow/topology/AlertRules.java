package dev.isotherm.flow.topology;

import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.flow.alert.PublishedTransitions;
import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a job.
 *
 * @param known versions that are known when the job is built
 * @param published versions that are published when the job starts; read only if there are {@code
 *     updates}
 * @param updates versions that come while the job runs, perhaps some known ones again; {@code null}
 *     if the rules cannot change
 * @param before the transitions that were published before the state of the job is restored
 * @param expectedSinceMillis from when on the series of the sensor table are expected to send, if
 *     the job does not continue; {@code null} if none is expected
 */
public record AlertRules(
    RuleSetHistory known,
    PublishedRules published,
    @Nullable DataStream<RulesUpdate> updates,
    PublishedTransitions before,
    @Nullable Long expectedSinceMillis) {

  /** Rules that never change. */
  public static AlertRules of(RuleSet rules) {
    return of(RuleSetHistory.of(rules));
  }

  /** Rules whose versions are all known. */
  public static AlertRules of(RuleSetHistory known) {
    return new AlertRules(known, List::of, null, PublishedTransitions.NONE, null);
  }

  /** These rules, with series that are expected. */
  public AlertRules expecting(long sinceMillis) {
    return new AlertRules(known, published, updates, before, sinceMillis);
  }

  boolean canChange() {
    return updates != null;
  }
}
