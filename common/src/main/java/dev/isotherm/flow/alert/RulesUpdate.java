package dev.isotherm.flow.alert;

import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/**
 * A version of the rules or of the sensor table on its way to the subtasks of a running job.
 *
 * @param effectiveFromMillis instant from which the version applies, in milliseconds since the
 *     epoch
 * @param rules the rules, Java-serialised: they come seldom, and have many types; {@code null} for
 *     a version of the sensor table
 * @param sensorsTo where the version of the sensor table ends in what is published
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RulesUpdate(long effectiveFromMillis, byte @Nullable [] rules, long sensorsTo) {

  /** A version of the sensor table. */
  public static RulesUpdate ofSensors(long effectiveFromMillis, long sensorsTo) {
    return new RulesUpdate(effectiveFromMillis, null, sensorsTo);
  }

  /** A version of the rules. */
  public static RulesUpdate of(RuleSetVersion version) {
    try {
      return new RulesUpdate(
          version.effectiveFromMillis(), InstantiationUtil.serializeObject(version.rules()), 0);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken); // writing into memory does not fail
    }
  }

  /** Whether this is a version of the sensor table. */
  public boolean isOfSensors() {
    return rules == null;
  }

  /** The version of the rules. */
  public RuleSetVersion version(ClassLoader classes) throws IOException, ClassNotFoundException {
    RuleSet read = InstantiationUtil.deserializeObject(rules, classes);
    return new RuleSetVersion(effectiveFromMillis, read);
  }
}
