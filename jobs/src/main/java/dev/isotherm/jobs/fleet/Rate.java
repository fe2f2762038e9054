package dev.isotherm.jobs.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * The rate of messages.
 *
 * @param perSecond messages per second of the whole fleet, at least 0.001; infinite for as fast as
 *     possible
 */
public record Rate(double perSecond) {
  private static final double LEAST = 0.001;
  private static final double NANOS_PER_SECOND = 1e9;

  /** As fast as possible. */
  public static final Rate MAX = new Rate(Double.POSITIVE_INFINITY);

  public Rate {
    if (!(perSecond >= LEAST)) {
      throw new IllegalArgumentException(
          "rate " + perSecond + ": must be at least " + LEAST + " messages per second");
    }
  }

  public boolean isMax() {
    return Double.isInfinite(perSecond);
  }

  /** When message {@code index} is due, in nanoseconds after message 0; 0 at the highest rate. */
  public long dueNanos(long index) {
    return (long) (index * (NANOS_PER_SECOND / perSecond));
  }

  /** The instant at which message {@code index} is due if message 0 is due at {@code start}. */
  public Instant dueAt(Instant start, long index) {
    return start.plusNanos(dueNanos(index));
  }

  /** The time from the first message to the last of {@code count}. */
  public Duration span(long count) {
    return Duration.ofNanos(dueNanos(Math.max(0, count - 1)));
  }

  /** {@code 1 message per second}, {@code as fast as possible}. */
  @Override
  public String toString() {
    if (isMax()) {
      return "messages as fast as possible";
    }
    String number =
        perSecond == Math.rint(perSecond)
            ? Long.toString((long) perSecond)
            : Double.toString(perSecond);
    return number + (perSecond == 1 ? " message" : " messages") + " per second";
  }

  /**
   * Reads a number, or {@code max} or {@code 0} for as fast as possible.
   *
   * @throws IllegalArgumentException if the text is neither; the message says what is allowed
   */
  public static Rate parse(String text) {
    if (text.equals("max")) {
      return MAX;
    }
    try {
      double perSecond = Double.parseDouble(text);
      if (perSecond == 0) {
        return MAX;
      }
      if (perSecond >= LEAST && Double.isFinite(perSecond)) {
        return new Rate(perSecond);
      }
    } catch (NumberFormatException notANumber) {
      // falls through to the message that says what is allowed
    }
    throw new IllegalArgumentException(
        "must be a number of messages per second from 0.001 up, or max");
  }
}
