package dev.isotherm.jobs.notify;

import dev.isotherm.model.Transition;
import java.util.List;

/**
 * What one receiver is still to be told, and in which words. Plain: it knows no thread and no
 * clock, and its size has a bound, however long the receiver is away.
 *
 * @param <T> what is told; immutable
 */
interface Outbox<T> {

  /** One more thing to tell of. */
  void accept(Transition transition, long nowMillis);

  /**
   * What to send now, the most urgent first. It stays in here until it is {@link #delivered} or
   * {@link #refused}.
   *
   * @param most not more than so many
   */
  List<T> next(int most, long nowMillis);

  /** How long until there is something to send, if nothing comes; only asked if there is not. */
  long idleMillis(long nowMillis);

  /** The request that tells all of these. */
  Post post(List<T> batch, long nowMillis);

  /** The receiver has them. What has changed meanwhile is still to be sent. */
  void delivered(List<T> batch, long nowMillis);

  /** The receiver will not have this one. */
  void refused(T one, long nowMillis);

  /** The receiver was away and is back: it may have forgotten what it was told. */
  default void recovered() {}

  /** Whether this HTTP status speaks of what was sent, so that sending it again is of no use. */
  boolean isRefusal(int status);

  /** Largest number that one request may tell. */
  int mostAtOnce();

  /** What a checkpoint keeps. */
  List<T> contents();

  /** Takes up what a checkpoint has kept, in that order. */
  void restore(T one);

  /** How much is waiting to be sent. */
  int waiting();

  /** How much is remembered. */
  int size();

  /** How much will not be told, because there was too much. */
  default long leftOut() {
    return 0;
  }
}
