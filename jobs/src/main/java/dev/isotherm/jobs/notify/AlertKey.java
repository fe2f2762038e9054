package dev.isotherm.jobs.notify;

import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;

/** Identifies an alert: all its transitions have the same key. */
record AlertKey(String rule, Series series) {

  static AlertKey of(Transition transition) {
    return new AlertKey(transition.rule(), transition.series());
  }
}
