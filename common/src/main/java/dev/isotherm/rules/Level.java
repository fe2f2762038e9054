package dev.isotherm.rules;

import dev.isotherm.model.Severity;
import dev.isotherm.rules.condition.Condition;
import dev.isotherm.rules.condition.Threshold;
import java.io.Serializable;
import java.util.Objects;

/** A condition of a rule, and the severity of the alert while it holds. */
public record Level(Severity severity, Condition condition) implements Serializable {

  public Level {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(condition, "condition");
  }

  /** Above a limit, without hysteresis. */
  public static Level above(Severity severity, double limit) {
    return new Level(severity, new Threshold(Condition.Kind.ABOVE, limit, limit));
  }

  @Override
  public String toString() {
    return severity + " " + condition;
  }
}
