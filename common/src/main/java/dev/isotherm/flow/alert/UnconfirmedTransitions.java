package dev.isotherm.flow.alert;

import dev.isotherm.alert.Retraction;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Transitions that were published after the checkpoint that is restored. The evaluation comes to
 * each of them again, or to others. In the usual case there are none.
 */
final class UnconfirmedTransitions {

  private final Map<AlertKey, Unconfirmed> byAlert = new HashMap<>();

  private record AlertKey(String rule, Series series) {
    static AlertKey of(Transition transition) {
      return new AlertKey(transition.rule(), transition.series());
    }
  }

  /** What is unconfirmed of one alert. */
  static final class Unconfirmed {

    /**
     * In the order in which they were published, without those that were taken back. Each is here
     * once: a run that continued from the same checkpoint has published the same again.
     */
    private final Deque<Transition> transitions = new ArrayDeque<>(2);

    private Transition last;

    /**
     * How many of the transitions, from the first on, the run that published last has published.
     */
    private int ofLastRun;

    private Unconfirmed(Transition last) {
      this.last = last;
    }

    private void add(Transition published) {
      last = published;
      if (published.reason() == TransitionReason.TAKEN_BACK) {
        removeTakenBack();
        return;
      }
      int place = placeOf(published);
      if (place < 0) {
        transitions.add(published);
        ofLastRun = transitions.size();
      } else {
        ofLastRun = place + 1;
      }
    }

    /**
     * A run takes back what runs before it have published, and it has not. If it has published
     * nothing yet, nothing tells it from the run before: all that is here is taken back.
     */
    private void removeTakenBack() {
      int kept = ofLastRun < transitions.size() ? ofLastRun : 0;
      while (transitions.size() > kept) {
        transitions.removeLast();
      }
      ofLastRun = kept;
    }

    private int placeOf(Transition published) {
      int place = 0;
      for (Transition each : transitions) {
        if (each.id().equals(published.id())) {
          return place;
        }
        place++;
      }
      return -1;
    }

    /** The last published transition, which tells the state that consumers know. */
    Transition last() {
      return last;
    }

    /** Whether a transition will not come again, which may have led to the true state by chance. */
    boolean hasUntrue() {
      return !transitions.isEmpty();
    }
  }

  boolean isEmpty() {
    return byAlert.isEmpty();
  }

  void add(Transition published) {
    byAlert
        .computeIfAbsent(AlertKey.of(published), any -> new Unconfirmed(published))
        .add(published);
  }

  /** Adds a transition of an earlier run, which was true then. */
  void addOfEarlierRun(Transition published) {
    AlertKey key = AlertKey.of(published);
    byAlert.put(key, new Unconfirmed(published));
  }

  /**
   * Confirms the transition that is emitted next, if it was published next before. If the alert
   * comes to another transition instead, nothing of it remains to be confirmed.
   *
   * @return the published transition that must be taken back before; {@code null} if none must be
   */
  @Nullable Transition contradictedBy(Transition emitted) {
    AlertKey key = AlertKey.of(emitted);
    Unconfirmed published = byAlert.get(key);
    if (published == null) {
      return null;
    }
    Transition next = published.transitions.peekFirst();
    if (next != null && next.id().equals(emitted.id())) {
      published.transitions.removeFirst();
      if (published.transitions.isEmpty()) {
        byAlert.remove(key);
      }
      return null;
    }
    byAlert.remove(key);
    boolean fits = !published.hasUntrue() && Retraction.isBefore(published.last, emitted);
    return fits ? null : published.last;
  }

  /** Removes the alerts for which event time has passed all that was published. */
  List<Unconfirmed> removeUntil(long toMillis) {
    List<Unconfirmed> passed = new ArrayList<>();
    byAlert
        .values()
        .removeIf(
            published -> {
              boolean isPassed =
                  published.last.atMillis() <= toMillis
                      && published.transitions.stream().allMatch(one -> one.atMillis() <= toMillis);
              if (isPassed) {
                passed.add(published);
              }
              return isPassed;
            });
    return passed;
  }
}
