package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;

/**
 * A window as it is kept while it can change.
 *
 * @param total all readings that are in it by now
 * @param nextRevision of its average; 0 while nothing was published of it
 */
public record OpenWindow(AverageAccumulator total, int nextRevision) {

  static OpenWindow empty() {
    return new OpenWindow(new AverageAccumulator(), 0);
  }

  boolean isPublished() {
    return nextRevision > 0;
  }

  /** The same after its average has been published. */
  OpenWindow published() {
    return new OpenWindow(total, nextRevision + 1);
  }
}
