package dev.isotherm.jobs.diff;

import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Something that lasted: an alert that fired, a series without data, an alert that flapped.
 *
 * @param fromMillis when it began
 * @param toMillis when it ended, not before it began; {@link #OPEN} if history ends before it
 * @param severity the worst that an alert fired at; {@code null} for the other kinds
 */
public record Episode(Kind kind, long fromMillis, long toMillis, Severity severity) {

  /** The end of what has not ended. */
  static final long OPEN = Long.MAX_VALUE;

  /** What lasted. */
  public enum Kind {
    /** From the first transition to firing until it is resolved, whatever lies between. */
    FIRING,
    /** From the transition to no data until the next one. */
    NO_DATA,
    /** From the transition to flapping until the next one. */
    FLAPPING
  }

  public boolean isOpen() {
    return toMillis == OPEN;
  }

  /**
   * Whether there is an instant that both have. The end does not belong to an episode, unless it
   * began at that instant, too.
   */
  boolean overlaps(Episode other) {
    return fromMillis == other.fromMillis
        || (fromMillis < other.toMillis && other.fromMillis < toMillis);
  }

  /**
   * The episodes of one alert, in the order in which they began.
   *
   * <p>Silence and flapping do not end an alert that fires: only what says that it no longer does.
   *
   * @param transitions of one rule and one series; those of one instant in their order
   */
  static List<Episode> of(List<Transition> transitions) {
    List<Transition> sorted = new ArrayList<>(transitions);
    sorted.sort(Comparator.comparingLong(Transition::atMillis)); // which is stable
    List<Episode> episodes = new ArrayList<>();
    Episode firing = null;
    Episode other = null;
    for (Transition one : sorted) {
      long at = one.atMillis();
      if (other != null) {
        episodes.add(other.endedAt(at));
        other = null;
      }
      switch (one.state()) {
        case FIRING ->
            firing =
                firing == null
                    ? new Episode(Kind.FIRING, at, OPEN, one.severity())
                    : firing.alsoAt(one.severity());
        case NO_DATA -> other = new Episode(Kind.NO_DATA, at, OPEN, null);
        case FLAPPING -> other = new Episode(Kind.FLAPPING, at, OPEN, null);
        case INACTIVE, PENDING, RESOLVED -> {
          if (firing != null) {
            episodes.add(firing.endedAt(at));
            firing = null;
          }
        }
      }
    }
    if (firing != null) {
      episodes.add(firing);
    }
    if (other != null) {
      episodes.add(other);
    }
    episodes.sort(Comparator.comparingLong(Episode::fromMillis));
    return episodes;
  }

  private Episode endedAt(long at) {
    return new Episode(kind, fromMillis, at, severity);
  }

  private Episode alsoAt(Severity another) {
    return another.compareTo(severity) > 0
        ? new Episode(kind, fromMillis, toMillis, another)
        : this;
  }
}
