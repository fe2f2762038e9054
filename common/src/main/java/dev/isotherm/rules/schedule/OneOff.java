package dev.isotherm.rules.schedule;

import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.model.text.InstantText;

/**
 * A time that comes once.
 *
 * @param fromMillis its first instant, in milliseconds since the epoch
 * @param toMillis the first instant after it
 */
public record OneOff(long fromMillis, long toMillis) implements Times {

  public OneOff {
    if (toMillis <= fromMillis) {
      throw new InvalidFieldException(
          "to", InstantText.of(toMillis), "must be after from, " + InstantText.of(fromMillis));
    }
  }

  @Override
  public void forEachSpan(long rangeFrom, long rangeTo, Spans spans) {
    if (fromMillis < rangeTo && toMillis > rangeFrom) {
      spans.accept(fromMillis, toMillis);
    }
  }

  @Override
  public String canonicalText() {
    return fromMillis + ".." + toMillis;
  }

  @Override
  public String toString() {
    return InstantText.of(fromMillis) + " to " + InstantText.of(toMillis);
  }
}
