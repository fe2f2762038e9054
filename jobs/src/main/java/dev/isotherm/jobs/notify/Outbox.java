package dev.isotherm.jobs.notify;

import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import java.util.List;
import java.util.Map;

/**
 * What is still to be sent to one receiver, and in which format. It has no thread and no clock of
 * its own, and its size is bounded, however long the receiver is away.
 *
 * @param <T> the items; immutable
 */
interface Outbox<T> {

  /** Identifies an alert: all its transitions have the same key. */
  record AlertKey(String rule, Series series) {
    static AlertKey of(Transition transition) {
      return new AlertKey(transition.rule(), transition.series());
    }
  }

  /** Adds a transition. */
  void accept(Transition transition, long nowMillis);

  /**
   * Returns what to send now, the most urgent first. Items stay in the outbox until they are {@link
   * #delivered} or {@link #refused}.
   *
   * @param most the largest number of items
   */
  List<T> next(int most, long nowMillis);

  /** How many milliseconds until something is due; called only if nothing is due now. */
  long idleMillis(long nowMillis);

  /** Body and headers of a request, in JSON. */
  record Post(String body, Map<String, String> headers) {}

  /** The request that sends these items. */
  Post post(List<T> batch, long nowMillis);

  /** Called when the receiver has these items. What has changed meanwhile is still to be sent. */
  void delivered(List<T> batch, long nowMillis);

  /** Called when the receiver refuses this item for good. */
  void refused(T one, long nowMillis);

  /** Called when the receiver is back after failures; it may have lost what it was sent. */
  default void recovered() {}

  /** Whether this HTTP status rejects the content, so that sending it again is of no use. */
  boolean isRefusal(int status);

  /** The largest number of items in one request. */
  int mostAtOnce();

  /** The items to store in a checkpoint. */
  List<T> contents();

  /** Restores an item of a checkpoint; called in their order. */
  void restore(T one);

  /** Number of items that wait to be sent. */
  int waiting();

  /** Number of items in the outbox. */
  int size();

  /** Number of items that were dropped because there were too many. */
  default long dropped() {
    return 0;
  }
}
