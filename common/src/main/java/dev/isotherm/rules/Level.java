package dev.isotherm.rules;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.DurationText;
import dev.isotherm.rules.condition.Condition;
import dev.isotherm.rules.condition.Threshold;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A condition of a rule, and the severity of the alert while it holds.
 *
 * @param holdFor how long the condition must last before this level fires; {@code null} for the
 *     {@link Timing#holdFor} of the rule
 * @param keepFiringFor how long this level still fires after the condition has ended; {@code null}
 *     for the {@link Timing#keepFiringFor} of the rule
 */
public record Level(
    AlertSeverity severity,
    Condition condition,
    @Nullable Duration holdFor,
    @Nullable Duration keepFiringFor)
    implements Serializable {

  public Level {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(condition, "condition");
    if (holdFor != null) {
      DurationText.require("holdFor", holdFor, 0);
    }
    if (keepFiringFor != null) {
      DurationText.require("keepFiringFor", keepFiringFor, 0);
    }
  }

  /** With the times of its rule. */
  public Level(AlertSeverity severity, Condition condition) {
    this(severity, condition, null, null);
  }

  /** Above a limit, without hysteresis. */
  public static Level above(AlertSeverity severity, double limit) {
    return new Level(severity, new Threshold(Condition.Kind.ABOVE, limit));
  }

  @Override
  public String toString() {
    return severity + " " + condition;
  }
}
