package dev.isotherm.flow.topology;

import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What a job alerts on.
 *
 * @param known the versions that are known when it is built
 * @param published those that others have published by the time that it begins; without {@code
 *     updates} they are not looked at
 * @param updates those that come while it runs, and perhaps some that have come before; {@code
 *     null} if none can come
 */
public record AlertRules(
    RuleSetHistory known, PublishedRules published, DataStream<RulesUpdate> updates) {

  /** The same rules throughout. */
  public static AlertRules of(RuleSet rules) {
    return of(RuleSetHistory.of(rules));
  }

  /** Rules whose changes are all known. */
  public static AlertRules of(RuleSetHistory known) {
    return new AlertRules(known, List::of, null);
  }

  boolean canChange() {
    return updates != null;
  }
}
