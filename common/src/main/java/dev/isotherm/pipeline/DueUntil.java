package dev.isotherm.pipeline;

import dev.isotherm.model.Transition;

/**
 * Either how far the input goes, or something that falls due after the last reading of its series.
 *
 * @param transition {@code null} for the first
 * @param millis the latest instant of the input, or when it falls due
 */
public record DueUntil(Transition transition, long millis) {

  static DueUntil latest(long millis) {
    return new DueUntil(null, millis);
  }

  static DueUntil due(Transition transition) {
    return new DueUntil(transition, transition.atMillis());
  }
}
