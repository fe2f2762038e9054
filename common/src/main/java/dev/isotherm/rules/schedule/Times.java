package dev.isotherm.rules.schedule;

import java.io.Serializable;

/** Times on the axis of instants, as a person describes them. */
public sealed interface Times extends Serializable permits LocalHours, OneOff {

  /** Receives a time. */
  @FunctionalInterface
  interface Spans {

    /**
     * Receives a time that is not empty, in milliseconds since the epoch.
     *
     * @param fromMillis its first instant
     * @param toMillis the first instant after it
     */
    void accept(long fromMillis, long toMillis);
  }

  /**
   * Calls back for each of these times that has an instant in a range. Others may be among them.
   *
   * @param fromMillis first instant of the range
   * @param toMillis first instant after the range
   */
  void forEachSpan(long fromMillis, long toMillis, Spans spans);

  /** The text of which fingerprints are made. It is equal in every version of this program. */
  String canonicalText();
}
