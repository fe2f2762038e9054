package dev.isotherm.parse.message;

import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import java.util.List;
import java.util.Objects;

/** The result of parsing a message: readings of one instant, or a rejection. */
public sealed interface Parsed {

  /**
   * An accepted message.
   *
   * @param epochMillis the instant of all readings
   * @param readings at least one, with distinct metrics
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
   * A rejected message.
   *
   * @param reason the reason as a code
   * @param detail the reason as a sentence
   */
  public record Rejected(RejectionReason reason, String detail) implements Parsed {
    public Rejected {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(detail, "detail");
    }
  }
}
