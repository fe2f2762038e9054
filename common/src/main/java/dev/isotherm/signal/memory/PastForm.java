package dev.isotherm.signal.memory;

import dev.isotherm.signal.window.ReadingLog;

/**
 * Which earlier reading of a metric is looked up. Of readings with the same instant, the last one
 * is taken.
 *
 * @param ageMillis how long ago
 * @param reachMillis how far the reading may be from that instant
 * @param takesNearest whether a reading after that instant is taken if it is nearer than the one
 *     before
 */
record PastForm(long ageMillis, long reachMillis, boolean takesNearest) {

  /** Returns the reading, looked up at an instant; NaN if there is none. */
  double value(ReadingLog log, long epochMillis) {
    long then = epochMillis - ageMillis;
    long after = log.firstAfter(then);
    long found = after - 1;
    if (takesNearest
        && after < log.end()
        && distance(log, after, then) < distance(log, found, then)) {
      found = log.firstAfter(log.epochMillis(after)) - 1;
    }
    return distance(log, found, then) <= reachMillis ? log.value(found) : Double.NaN;
  }

  private static long distance(ReadingLog log, long index, long epochMillis) {
    return index < log.first() ? Long.MAX_VALUE : Math.abs(log.epochMillis(index) - epochMillis);
  }

  /** The index of the oldest reading that may still be found, at an instant or later. */
  long oldestNeeded(ReadingLog log, long epochMillis) {
    long then = epochMillis - ageMillis;
    long before = log.firstAfter(then) - 1;
    return distance(log, before, then) <= reachMillis ? before : before + 1;
  }
}
