package dev.isotherm.jobs.diff;

import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A period in which an alert fired, had no data, or flapped.
 *
 * @param sinceMillis when the condition began to hold that led to it; not after it began
 * @param fromMillis when it began
 * @param toMillis when it ended, not before it began; {@link #OPEN} if history ends before that
 * @param reached when it first had each severity that was worse than all before; empty for {@link
 *     Kind#FLAPPING}
 */
public record Episode(
    Kind kind,
    long sinceMillis,
    long fromMillis,
    long toMillis,
    SortedMap<Severity, Long> reached) {

  public Episode {
    reached = Collections.unmodifiableSortedMap(new TreeMap<>(reached));
  }

  /** One of a single severity, or of none. */
  Episode(
      Kind kind, long sinceMillis, long fromMillis, long toMillis, @Nullable Severity severity) {
    this(
        kind,
        sinceMillis,
        fromMillis,
        toMillis,
        new TreeMap<>(severity == null ? Map.of() : Map.of(severity, fromMillis)));
  }

  /** One whose condition began with it. */
  Episode(Kind kind, long fromMillis, long toMillis, @Nullable Severity severity) {
    this(kind, fromMillis, fromMillis, toMillis, severity);
  }

  /** End of an episode that has not ended. */
  static final long OPEN = Long.MAX_VALUE;

  /** The kinds of episodes. */
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

  /** The worst severity that it had; {@code null} for {@link Kind#FLAPPING}. */
  public @Nullable Severity severity() {
    return reached.isEmpty() ? null : reached.lastKey();
  }

  /** When it first had a severity, or a worse one; {@code null} if it never had. */
  public @Nullable Long reachedAt(Severity severity) {
    SortedMap<Severity, Long> atLeast = reached.tailMap(severity);
    return atLeast.isEmpty() ? null : atLeast.get(atLeast.firstKey());
  }

  /**
   * Whether both have an instant in common, the time in which their conditions were pending
   * included. The end does not belong to an episode, unless it began at that instant.
   */
  boolean overlaps(Episode other) {
    return sinceMillis == other.sinceMillis
        || (sinceMillis < other.toMillis && other.sinceMillis < toMillis);
  }

  /**
   * The episodes of one alert, in the order in which they began.
   *
   * <p>No data and flapping do not end a firing episode; only a transition to inactive, pending or
   * resolved does.
   *
   * @param transitions of one rule and one series; those of one instant in their order
   */
  public static List<Episode> of(List<Transition> transitions) {
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
                    ? new Episode(Kind.FIRING, one.sinceMillis(), at, OPEN, one.severity())
                    : firing.alsoAt(one.severity(), at);
        case NO_DATA -> other = new Episode(Kind.NO_DATA, at, OPEN, one.severity());
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
    return new Episode(kind, sinceMillis, fromMillis, at, reached);
  }

  private Episode alsoAt(Severity another, long at) {
    if (another.compareTo(reached.lastKey()) <= 0) {
      return this;
    }
    SortedMap<Severity, Long> more = new TreeMap<>(reached);
    more.put(another, at);
    return new Episode(kind, sinceMillis, fromMillis, toMillis, more);
  }
}
