package dev.isotherm.flow.alert;

import dev.isotherm.alert.Evidence;
import dev.isotherm.rules.ActiveRules;
import dev.isotherm.rules.Rule;

/** Gives the result of a signal at one instant. */
public interface SignalSource {

  long atMillis();

  /** Decides the order of what has the same instant, see {@link dev.isotherm.model.Position}. */
  long position();

  /**
   * Evaluates the signal of a rule. Called once, in the order of instants, after the versions of
   * the rules up to its instant have been applied.
   *
   * @param version the rules of the instant
   * @param rule one of them, which watches the series
   */
  Evidence evidence(ActiveRules version, Rule rule) throws Exception;
}
