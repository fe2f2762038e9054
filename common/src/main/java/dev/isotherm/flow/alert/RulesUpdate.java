package dev.isotherm.flow.alert;

import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.util.InstantiationUtil;

/**
 * A version of the rules on its way to the subtasks of a running job.
 *
 * @param effectiveFromMillis instant from which the version applies, in milliseconds since the
 *     epoch
 * @param rules the rules, Java-serialised: they come seldom, and have many types
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RulesUpdate(long effectiveFromMillis, byte[] rules) {

  public static RulesUpdate of(RuleSetVersion version) {
    try {
      return new RulesUpdate(
          version.effectiveFromMillis(), InstantiationUtil.serializeObject(version.rules()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken); // writing into memory does not fail
    }
  }

  public RuleSetVersion version(ClassLoader classes) throws IOException, ClassNotFoundException {
    RuleSet read = InstantiationUtil.deserializeObject(rules, classes);
    return new RuleSetVersion(effectiveFromMillis, read);
  }
}
