package dev.isotherm.flow.alert;

import dev.isotherm.model.Transition;
import java.io.Serializable;
import java.util.function.Consumer;

/** The transitions that a stream has published so far, read when its rules are restored. */
@FunctionalInterface
public interface PublishedTransitions extends Serializable {

  /** For streams that publish a transition only with the checkpoint that has it. */
  PublishedTransitions NONE = (sinceMillis, consumer) -> {};

  /**
   * Reads transitions. Those of an alert come in the order in which they were published.
   *
   * @param sinceMillis the time of a checkpoint, in milliseconds since the epoch: all transitions
   *     that were published after it are read, and perhaps some that were published before
   */
  void forEachSince(long sinceMillis, Consumer<Transition> consumer) throws Exception;

  /**
   * Whether the stream begins anew, so that without a checkpoint the transitions are those of
   * earlier runs: they do not come again, and only the last one of an alert matters.
   */
  default boolean areOfEarlierRuns() {
    return false;
  }
}
