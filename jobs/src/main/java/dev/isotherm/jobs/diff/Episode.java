package dev.isotherm.jobs.diff;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
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
 * @param severities those that its rule may have
 */
public record Episode(
    Kind kind,
    long sinceMillis,
    long fromMillis,
    long toMillis,
    SortedMap<AlertSeverity, Long> reached,
    Severities severities) {

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
        reached(severity, fromMillis, Severities.STANDARD),
        Severities.STANDARD);
  }

  /** One whose condition began with it. */
  Episode(Kind kind, long fromMillis, long toMillis, @Nullable Severity severity) {
    this(kind, fromMillis, fromMillis, toMillis, severity);
  }

  /** One that a transition begins. */
  private static Episode beganWith(Transition one, Kind kind) {
    long at = one.atMillis();
    AlertSeverity severity = kind == Kind.FLAPPING ? null : one.severity();
    return new Episode(
        kind,
        kind == Kind.FIRING ? one.sinceMillis() : at,
        at,
        OPEN,
        reached(severity, at, one.severities()),
        one.severities());
  }

  private static SortedMap<AlertSeverity, Long> reached(
      @Nullable AlertSeverity severity, long atMillis, Severities severities) {
    SortedMap<AlertSeverity, Long> reached = new TreeMap<>(severities);
    if (severity != null) {
      reached.put(severity, atMillis);
    }
    return reached;
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
  public @Nullable AlertSeverity severity() {
    return reached.isEmpty() ? null : reached.lastKey();
  }

  /**
   * When it first had a severity, or a worse one; {@code null} if it never had, or if its rule
   * cannot have that severity.
   */
  public @Nullable Long reachedAt(AlertSeverity severity) {
    if (!severities.contains(severity)) {
      return null;
    }
    SortedMap<AlertSeverity, Long> atLeast = reached.tailMap(severity);
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
                firing == null ? beganWith(one, Kind.FIRING) : firing.alsoAt(one.severity(), at);
        case NO_DATA -> other = beganWith(one, Kind.NO_DATA);
        case FLAPPING -> other = beganWith(one, Kind.FLAPPING);
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
    return new Episode(kind, sinceMillis, fromMillis, at, reached, severities);
  }

  private Episode alsoAt(AlertSeverity another, long at) {
    if (severities.compare(another, reached.lastKey()) <= 0) {
      return this;
    }
    SortedMap<AlertSeverity, Long> more = new TreeMap<>(reached);
    more.put(another, at);
    return new Episode(kind, sinceMillis, fromMillis, toMillis, more, severities);
  }
}
