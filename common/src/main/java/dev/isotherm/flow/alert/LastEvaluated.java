package dev.isotherm.flow.alert;

import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import org.jspecify.annotations.Nullable;

/**
 * What of a series was evaluated last. One record, so that a reading costs one state access.
 *
 * @param atMillis the last evaluated instant: of a reading or of a deadline
 * @param position of that reading, see {@link Position}; {@link Long#MAX_VALUE} of a deadline,
 *     after which no reading of its instant is evaluated
 * @param repeat number of readings of the same instant that were evaluated before
 * @param rulesFromMillis effective instant of the rules that the alerts were evaluated by
 */
public record LastEvaluated(long atMillis, long position, int repeat, long rulesFromMillis) {

  /** Nothing was evaluated, but the alerts of these rules have begun. */
  static LastEvaluated nothing(long rulesFromMillis) {
    return new LastEvaluated(Long.MIN_VALUE, Long.MIN_VALUE, 0, rulesFromMillis);
  }

  /**
   * The reading that is evaluated after another one.
   *
   * @param before what was evaluated before it; {@code null} for nothing
   */
  static LastEvaluated reading(
      Reading reading, @Nullable LastEvaluated before, long rulesFromMillis) {
    return of(reading.epochMillis(), reading.position(), before, rulesFromMillis);
  }

  /**
   * What is evaluated after something else.
   *
   * @param before what was evaluated before it; {@code null} for nothing
   */
  static LastEvaluated of(
      long epochMillis, long position, @Nullable LastEvaluated before, long rulesFromMillis) {
    boolean again = before != null && before.atMillis == epochMillis;
    return new LastEvaluated(epochMillis, position, again ? before.repeat + 1 : 0, rulesFromMillis);
  }

  /** After a deadline, or a version of the rules, at an instant. */
  LastEvaluated deadline(long millis, long rulesFrom) {
    if (millis < atMillis) {
      return new LastEvaluated(atMillis, position, repeat, rulesFrom);
    }
    return new LastEvaluated(millis, Long.MAX_VALUE, millis == atMillis ? repeat : 0, rulesFrom);
  }

  /**
   * Whether a reading comes after what was evaluated: by its instant, or by its position at the
   * same instant. Readings of one instant are evaluated by the same rules.
   *
   * @param rulesFrom effective instant of the rules that watch the reading
   */
  boolean isBefore(Reading reading, long rulesFrom) {
    return isBefore(reading.epochMillis(), reading.position(), rulesFrom);
  }

  boolean isBefore(long epochMillis, long otherPosition, long rulesFrom) {
    return epochMillis != atMillis
        ? epochMillis > atMillis
        : otherPosition > position && rulesFrom == rulesFromMillis;
  }
}
