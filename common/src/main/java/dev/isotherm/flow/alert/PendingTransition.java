package dev.isotherm.flow.alert;

import dev.isotherm.model.Transition;

/**
 * Either how far the input goes, or something that falls due after the last reading of its series.
 *
 * @param transition {@code null} for the first
 * @param millis the latest instant of the input, or when it falls due
 */
public record PendingTransition(Transition transition, long millis) {

  public static PendingTransition latest(long millis) {
    return new PendingTransition(null, millis);
  }

  public static PendingTransition due(Transition transition) {
    return new PendingTransition(transition, transition.atMillis());
  }
}
