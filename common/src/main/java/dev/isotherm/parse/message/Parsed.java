package dev.isotherm.parse.message;

import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import java.util.List;
import java.util.Objects;

/** What one message turned out to be: readings of one instant, or something to reject. */
public sealed interface Parsed {

  /**
   * A message that can be used.
   *
   * @param epochMillis the instant of all its readings
   * @param readings at least one, each of another metric
   */
  public record Accepted(long epochMillis, List<Reading> readings) implements Parsed {
    public Accepted {
      readings = List.copyOf(readings);
      if (readings.isEmpty()) {
        throw new IllegalArgumentException("an accepted message holds at least one reading");
      }
    }
  }

  /**
   * A message that cannot be used.
   *
   * @param reason why, for machines
   * @param detail why, for people
   */
  public record Rejected(RejectionReason reason, String detail) implements Parsed {
    public Rejected {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(detail, "detail");
    }
  }
}
