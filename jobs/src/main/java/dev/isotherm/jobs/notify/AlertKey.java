package dev.isotherm.jobs.notify;

import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;

/** What all transitions of one alert have in common. */
record AlertKey(String rule, Series series) {

  static AlertKey of(Transition transition) {
    return new AlertKey(transition.rule(), transition.series());
  }
}
