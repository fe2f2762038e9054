package dev.isotherm.jobs.page.model;

import dev.isotherm.model.AlertState;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that are not inactive, and the latest times that alerts spent in a state.
 *
 * <p>In the topic, the last transition of an alert is its state. After a crash, transitions may
 * come again, or be taken back. So a span that begins once more is the same span, and one that was
 * taken back is removed.
 *
 * <p>Not for several threads.
 */
final class AlertBook {

  private final int maxAlerts;
  private final int maxSpans;

  private final Map<AlertKey, Transition> active = new LinkedHashMap<>();
  private final Map<AlertKey, AlertSpan> open = new HashMap<>();

  /** Spans with their ends, the oldest first. */
  private final Map<AlertSpan, Long> spans = new LinkedHashMap<>();

  private final Set<AlertKey> changedAlerts = new LinkedHashSet<>();
  private final Map<AlertSpan, Long> changedSpans = new LinkedHashMap<>();
  private long forgotten;

  /**
   * Creates an empty book.
   *
   * @param maxAlerts of more active alerts, those that changed longest ago are forgotten
   * @param maxSpans of more spans, those that began longest ago are forgotten
   */
  AlertBook(int maxAlerts, int maxSpans) {
    this.maxAlerts = maxAlerts;
    this.maxSpans = maxSpans;
  }

  /** Adds the next transition of the topic. */
  void put(Transition transition) {
    AlertKey key = AlertKey.of(transition);
    AlertSpan left = open.remove(key);
    if (left != null) {
      boolean untrue = transition.reason() == TransitionReason.TAKEN_BACK;
      end(left, untrue ? left.fromMillis() : transition.atMillis());
    }
    active.remove(key);
    changedAlerts.add(key);
    if (isActive(transition.state())) {
      active.put(key, transition);
      begin(
          new AlertSpan(
              key,
              transition.state(),
              transition.severity(),
              transition.severities(),
              beginning(transition, left),
              transition.sinceMillis()));
      bound();
    }
  }

  /** What was taken back to is the state since its beginning, which may be before. */
  private static long beginning(Transition transition, @Nullable AlertSpan left) {
    return left != null && transition.reason() == TransitionReason.TAKEN_BACK
        ? Math.min(left.fromMillis(), transition.atMillis())
        : transition.atMillis();
  }

  private static boolean isActive(AlertState state) {
    return state != AlertState.INACTIVE && state != AlertState.RESOLVED;
  }

  private void begin(AlertSpan span) {
    open.put(span.alert(), span);
    spans.remove(span);
    spans.put(span, AlertSpan.OPEN);
    changedSpans.put(span, AlertSpan.OPEN);
  }

  private void end(AlertSpan span, long atMillis) {
    if (atMillis > span.fromMillis()) {
      spans.replace(span, atMillis);
    } else {
      spans.remove(span);
    }
    changedSpans.put(span, Math.max(atMillis, span.fromMillis()));
  }

  private void bound() {
    if (active.size() > maxAlerts) {
      AlertKey eldest = removeFirst(active.keySet());
      open.remove(eldest);
      changedAlerts.add(eldest);
      forgotten++;
    }
    if (spans.size() > maxSpans) {
      removeFirst(spans.keySet());
    }
    if (changedSpans.size() > maxSpans) {
      removeFirst(changedSpans.keySet());
    }
    if (changedAlerts.size() > 2 * maxAlerts) {
      removeFirst(changedAlerts);
    }
  }

  private static <T> T removeFirst(Collection<T> all) {
    Iterator<T> each = all.iterator();
    T first = each.next();
    each.remove();
    return first;
  }

  /** The last transition of each alert that is not inactive. */
  Collection<Transition> active() {
    return active.values();
  }

  /** The last transition of an alert; {@code null} if it is inactive. */
  @Nullable Transition active(AlertKey key) {
    return active.get(key);
  }

  /** Spans with their ends. */
  Map<AlertSpan, Long> spans() {
    return spans;
  }

  /** How many alerts were forgotten because there are too many. */
  long forgotten() {
    return forgotten;
  }

  /** The alerts that have changed since this method was called before. */
  Set<AlertKey> takeChangedAlerts() {
    Set<AlertKey> taken = new LinkedHashSet<>(changedAlerts);
    changedAlerts.clear();
    return taken;
  }

  /** The spans that have begun or ended since this method was called before. */
  Map<AlertSpan, Long> takeChangedSpans() {
    Map<AlertSpan, Long> taken = new LinkedHashMap<>(changedSpans);
    changedSpans.clear();
    return taken;
  }
}
