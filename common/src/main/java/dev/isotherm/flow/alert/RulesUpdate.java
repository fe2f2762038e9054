package dev.isotherm.flow.alert;

import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/**
 * A version of the rules, of the sensor table or of the baseline on its way to the subtasks of a
 * running job.
 *
 * @param kind what it is a version of
 * @param effectiveFromMillis instant from which the version applies, in milliseconds since the
 *     epoch
 * @param rules the rules, Java-serialised: they come seldom, and have many types; {@code null} for
 *     another version
 * @param readTo where a version of the sensor table or of the baseline ends in what is published
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RulesUpdate(
    Kind kind, long effectiveFromMillis, byte @Nullable [] rules, long readTo) {

  /** What there are versions of. */
  public enum Kind {
    RULES,
    SENSORS,
    BASELINE
  }

  /** A version of the sensor table. */
  public static RulesUpdate ofSensors(long effectiveFromMillis, long readTo) {
    return new RulesUpdate(Kind.SENSORS, effectiveFromMillis, null, readTo);
  }

  /** A version of the baseline. */
  public static RulesUpdate ofBaseline(long effectiveFromMillis, long readTo) {
    return new RulesUpdate(Kind.BASELINE, effectiveFromMillis, null, readTo);
  }

  /** A version of the rules. */
  public static RulesUpdate of(RuleSetVersion version) {
    try {
      return new RulesUpdate(
          Kind.RULES,
          version.effectiveFromMillis(),
          InstantiationUtil.serializeObject(version.rules()),
          0);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken); // writing into memory does not fail
    }
  }

  /** The version of the rules. */
  public RuleSetVersion version(ClassLoader classes) throws IOException, ClassNotFoundException {
    RuleSet read = InstantiationUtil.deserializeObject(rules, classes);
    return new RuleSetVersion(effectiveFromMillis, read);
  }
}
