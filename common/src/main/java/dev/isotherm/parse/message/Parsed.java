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
   * @param laterMillis the later instant, if the timestamp is a local time that clocks show twice;
   *     else the same
   * @param readings have distinct metrics; none if the message has no metric that was asked for
   * @param leftOut values that are no readings, each by itself
   */
  public record Accepted(
      long epochMillis, long laterMillis, List<Reading> readings, List<LeftOut> leftOut)
      implements Parsed {
    public Accepted {
      readings = List.copyOf(readings);
      leftOut = List.copyOf(leftOut);
    }

    /** A message with a timestamp that is one instant only. */
    public Accepted(long epochMillis, List<Reading> readings, List<LeftOut> leftOut) {
      this(epochMillis, epochMillis, readings, leftOut);
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
