package dev.isotherm.flow.alert;

import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.util.InstantiationUtil;

/**
 * A version of the rules on its way to the subtasks of a job that runs.
 *
 * @param effectiveFromMillis since when it is in force
 * @param rules as Java serialises them: they come seldom, and are of many kinds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RulesUpdate(long effectiveFromMillis, byte[] rules) {

  public static RulesUpdate of(RuleSetVersion version) {
    try {
      return new RulesUpdate(
          version.effectiveFromMillis(), InstantiationUtil.serializeObject(version.rules()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken); // into memory: there is no such failure
    }
  }

  public RuleSetVersion version(ClassLoader classes) throws IOException, ClassNotFoundException {
    RuleSet read = InstantiationUtil.deserializeObject(rules, classes);
    return new RuleSetVersion(effectiveFromMillis, read);
  }
}
