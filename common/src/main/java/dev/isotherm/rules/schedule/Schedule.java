package dev.isotherm.rules.schedule;

import dev.isotherm.model.InvalidFieldException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * When a rule is active: in its active hours, except for maintenance. While it is not, it is as if
 * the rule did not exist.
 */
public final class Schedule implements Serializable {

  private static final long serialVersionUID = 1;

  /** Active at all times. */
  public static final Schedule ALWAYS = new Schedule(List.of(), List.of());

  /** Most active hours, and most windows of maintenance, of a rule. */
  public static final int MOST = 1_000;

  /** No further change. */
  public static final long NEVER = Long.MAX_VALUE;

  private final List<LocalHours> active;
  private final List<Maintenance> maintenance;

  /** Kept because it is asked several times for each reading and rule. */
  private final boolean isAlways;

  /** What is computed already; nothing but a cache. */
  private transient @Nullable Timeline timeline;

  private transient @Nullable Map<List<Maintenance>, Schedule> ofSensors;

  /**
   * A time in which nothing changes.
   *
   * @param isActive whether the rule is active
   * @param fromMillis an instant since when that is so; it may have begun earlier
   * @param untilMillis the first instant at which it is not so; {@link #NEVER} if there is none
   */
  public record Period(boolean isActive, long fromMillis, long untilMillis) {

    static final Period ALWAYS_ACTIVE = new Period(true, Long.MIN_VALUE, NEVER);

    /** Whether an instant is in this time. */
    public boolean has(long instant) {
      return fromMillis <= instant && instant < untilMillis;
    }
  }

  /**
   * Makes a schedule. The order of hours and windows does not matter.
   *
   * @param active empty for all times
   */
  public Schedule(Collection<LocalHours> active, Collection<Maintenance> maintenance) {
    this.active = sorted("active", active, LocalHours::canonicalText);
    this.maintenance = sorted("maintenance", maintenance, Maintenance::canonicalText);
    isAlways = this.active.isEmpty() && this.maintenance.isEmpty();
  }

  private static <T> List<T> sorted(String field, Collection<T> all, Function<T, String> text) {
    if (all.size() > MOST) {
      throw new InvalidFieldException(
          field, field + ": there are " + all.size() + "; at most " + MOST + " are allowed");
    }
    return all.stream().distinct().sorted(Comparator.comparing(text)).toList();
  }

  /** Only in some hours. */
  public static Schedule activeIn(Collection<LocalHours> active) {
    return new Schedule(active, List.of());
  }

  /** This schedule with more maintenance. */
  public Schedule with(Collection<Maintenance> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<Maintenance> all = new ArrayList<>(maintenance);
    all.addAll(more);
    return new Schedule(active, all);
  }

  /** The active hours; empty for all times. */
  public List<LocalHours> active() {
    return active;
  }

  /** When the rule is not active even so. */
  public List<Maintenance> maintenance() {
    return maintenance;
  }

  /** Whether the rule is active at all times, so that there is nothing to ask. */
  public boolean isAlways() {
    return isAlways;
  }

  /** The schedule for a sensor: without the maintenance that does not concern it. */
  public Schedule of(String sensorId) {
    if (maintenance.stream().allMatch(one -> one.sensors().isEmpty())) {
      return this;
    }
    List<Maintenance> its =
        maintenance.stream()
            .filter(one -> one.concerns(sensorId))
            .map(Maintenance::ofAllSensors)
            .toList();
    if (its.isEmpty() && active.isEmpty()) {
      return ALWAYS;
    }
    Map<List<Maintenance>, Schedule> known = ofSensors;
    if (known == null) {
      known = new ConcurrentHashMap<>();
      ofSensors = known;
    }
    return known.computeIfAbsent(its, key -> new Schedule(active, key));
  }

  /** Whether the rule is active at an instant. */
  public boolean isActiveAt(long instant) {
    return isAlways() || at(instant).isActive();
  }

  /**
   * The time around an instant in which nothing changes.
   *
   * <p>Where hours come again each week, the next change is sought for {@link Timeline#FAR}, and
   * around each window of maintenance that comes once.
   */
  public Period at(long instant) {
    if (isAlways()) {
      return Period.ALWAYS_ACTIVE;
    }
    Timeline known = timeline;
    if (known == null) {
      known = new Timeline(this);
      timeline = known; // a race loses no more than what another thread has computed
    }
    return known.at(instant);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Schedule schedule
        && active.equals(schedule.active)
        && maintenance.equals(schedule.maintenance);
  }

  @Override
  public int hashCode() {
    return Objects.hash(active, maintenance);
  }

  @Override
  public String toString() {
    return isAlways() ? "always" : "active " + active + ", maintenance " + maintenance;
  }
}
