package dev.isotherm.jobs.page.model;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Severities;

/**
 * A time during which an alert was in one state.
 *
 * @param severities those that its rule may have
 * @param fromMillis first instant, in milliseconds since the epoch
 * @param sinceMillis when the alert left {@code inactive}: it is the same for all spans until it is
 *     resolved
 */
record AlertSpan(
    AlertKey alert,
    AlertState state,
    AlertSeverity severity,
    Severities severities,
    long fromMillis,
    long sinceMillis) {

  /** End of a span that goes on. */
  static final long OPEN = Long.MAX_VALUE;
}
