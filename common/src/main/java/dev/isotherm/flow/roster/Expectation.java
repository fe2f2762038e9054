package dev.isotherm.flow.roster;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * From when on the series of the {@link Roster} are expected to send, in a bounded input.
 *
 * @param isAny whether they are
 * @param sinceMillis {@code null} for the earliest reading of the input
 */
public record Expectation(boolean isAny, @Nullable Long sinceMillis) implements Serializable {

  /** No series is expected. */
  public static final Expectation NONE = new Expectation(false, null);

  /** From the earliest reading on. */
  public static final Expectation FROM_FIRST_READING = new Expectation(true, null);

  /**
   * Expects the series as a stream did.
   *
   * @param sinceMillis {@code null} if it expects no series
   */
  public static Expectation since(@Nullable Long sinceMillis) {
    return new Expectation(sinceMillis != null, sinceMillis);
  }
}
