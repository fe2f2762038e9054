package dev.isotherm.jobs.commands.options;

import dev.isotherm.model.DurationText;
import dev.isotherm.parse.InstantBounds;
import java.time.Duration;

/**
 * Reads a duration as {@link DurationText} does. This converter takes at least one millisecond;
 * {@link OrZero} also takes zero, {@link Signed} takes negative durations too.
 */
public class DurationConverter extends TextConverter<Duration> {

  /** Used by picocli. */
  public DurationConverter() {
    this(Duration.ofMillis(1));
  }

  private DurationConverter(Duration minimum) {
    super(text -> DurationText.parse(text, minimum));
  }

  /** For limits: zero is a limit, {@code none} is {@link InstantBounds#ANY_SKEW}. */
  public static final class OrNone extends TextConverter<Duration> {
    public OrNone() {
      super(
          text ->
              text.equals("none")
                  ? InstantBounds.ANY_SKEW
                  : DurationText.parse(text, Duration.ZERO));
    }
  }

  /** For options that zero switches off. */
  public static final class OrZero extends DurationConverter {
    public OrZero() {
      super(Duration.ZERO);
    }
  }

  /** For options where zero and negative durations have a meaning. */
  public static final class Signed extends DurationConverter {
    public Signed() {
      super(Duration.ofMillis(Long.MIN_VALUE));
    }
  }
}
