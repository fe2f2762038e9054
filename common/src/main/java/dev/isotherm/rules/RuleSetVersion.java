package dev.isotherm.rules;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;

/**
 * Rules, and from when they are active.
 *
 * @param effectiveFromMillis readings of this instant and later are evaluated by these rules, in
 *     milliseconds since the epoch; {@link #FROM_THE_START} for the first version
 */
public record RuleSetVersion(long effectiveFromMillis, RuleSet rules) implements Serializable {

  /** Before any reading. */
  public static final long FROM_THE_START = Long.MIN_VALUE;

  public RuleSetVersion {
    Objects.requireNonNull(rules, "rules");
  }

  @Override
  public String toString() {
    String from =
        effectiveFromMillis == FROM_THE_START
            ? "the start"
            : Instant.ofEpochMilli(effectiveFromMillis).toString();
    return rules.fingerprint() + " from " + from;
  }
}
