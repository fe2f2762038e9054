package dev.isotherm.jobs.page.model;

import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;

/** What identifies an alert. */
record AlertKey(String rule, Series series) {

  static AlertKey of(Transition transition) {
    return new AlertKey(transition.rule(), transition.series());
  }
}
