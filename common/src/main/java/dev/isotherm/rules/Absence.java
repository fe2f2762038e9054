package dev.isotherm.rules;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.DurationText;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.InvalidFieldException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an alert when a series has no reading for some time.
 *
 * @param policy what happens
 * @param after how long without a reading; zero for never with {@code NO_DATA}, and for the instant
 *     of the reading itself with {@code ENDS}
 * @param severity of an alert without data that did not fire before; {@code null} for that of the
 *     mildest level
 */
public record Absence(Policy policy, Duration after, @Nullable AlertSeverity severity)
    implements Serializable {

  /** What missing data means. */
  public enum Policy {
    /** Nobody knows whether the condition holds: the alert has no data. */
    NO_DATA,
    /** No reading means no event: the condition no longer holds. */
    ENDS,
    /** The last reading stands. */
    HOLDS;

    @Override
    public String toString() {
      return EnumText.lowerCase(this);
    }
  }

  /** The last reading stands for ever. */
  public static final Absence HOLDS = new Absence(Policy.HOLDS, Duration.ZERO, null);

  /** Why a rule without levels cannot have {@link Policy#ENDS}. */
  public static final String ENDS_NEEDS_LEVEL =
      "missing ends: needs at least one level, whose condition ends without readings";

  public Absence {
    Objects.requireNonNull(policy, "policy");
    DurationText.require("noDataAfter", after, 0);
    if (policy == Policy.NO_DATA && after.isZero()) {
      throw new InvalidFieldException("missing", "missing no_data: needs noDataAfter");
    }
    if (policy == Policy.HOLDS && !after.isZero()) {
      throw new InvalidFieldException(
          "missing", "missing holds: does not go with noDataAfter; the last reading stands");
    }
    if (policy != Policy.NO_DATA && severity != null) {
      throw new InvalidFieldException(
          "noDataSeverity", severity.text(), "goes with missing: no_data and noDataAfter alone");
    }
  }

  /**
   * No data after a time.
   *
   * @param after zero for {@link #HOLDS}
   */
  public static Absence noDataAfter(Duration after) {
    return after.isZero() ? HOLDS : new Absence(Policy.NO_DATA, after, null);
  }

  /** Whether a condition is over as soon as its reading has been evaluated. */
  public boolean endsAtOnce() {
    return policy == Policy.ENDS && after.isZero();
  }
}
