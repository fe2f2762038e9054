package dev.isotherm.baseline;

import dev.isotherm.model.Series;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is usual for series, as learned from their history. Immutable; thread-safe. */
public final class Baseline {

  /** The most days that one can be learned from. */
  public static final int MOST_DAYS = 3_660;

  /** Nothing was learned. */
  public static final Baseline EMPTY =
      new Baseline(new Slots(Slots.By.NONE, ZoneOffset.UTC), 1, List.of());

  private final Slots slots;
  private final int days;
  private final Map<Series, LearnedSeries> bySeries = new TreeMap<>();

  /** Of what is large, it takes a while. Two threads compute the same. */
  private @Nullable String fingerprint;

  /**
   * @param days how many days it was learned from, at most
   * @param learned in any order
   * @throws IllegalArgumentException if a slot of a series is there twice
   */
  public Baseline(Slots slots, int days, List<LearnedSlot> learned) {
    if (days < 1 || days > MOST_DAYS) {
      throw new IllegalArgumentException("days " + days + ": must be from 1 to " + MOST_DAYS);
    }
    this.slots = slots;
    this.days = days;
    for (LearnedSlot one : learned) {
      LearnedSeries ofSeries =
          bySeries.computeIfAbsent(one.series(), any -> new LearnedSeries(slots.by().slots()));
      if (!ofSeries.add(one.slot(), one.usual())) {
        throw new IllegalArgumentException(
            one.series() + ": has slot " + slots.name(one.slot()) + " twice");
      }
    }
  }

  public Slots slots() {
    return slots;
  }

  public int days() {
    return days;
  }

  /** The series of which something was learned, in their order. */
  public Set<Series> series() {
    return Collections.unmodifiableSet(bySeries.keySet());
  }

  /** Returns all that was learned, in the order of series, then of slots. */
  public List<LearnedSlot> learned() {
    List<LearnedSlot> learned = new ArrayList<>();
    bySeries.forEach(
        (series, ofSeries) -> {
          for (int number = 0; number < slots.by().slots(); number++) {
            int slot = number;
            ofSeries.in(slot).ifPresent(usual -> learned.add(new LearnedSlot(series, slot, usual)));
          }
        });
    return learned;
  }

  /** Returns what is usual for a series at an instant; empty if nothing was learned of it. */
  public Optional<Usual> of(Series series, Instant instant) {
    return inSlot(series, slots.of(instant.toEpochMilli()));
  }

  /** Returns what is usual for a series in a slot; empty if nothing was learned of it. */
  public Optional<Usual> inSlot(Series series, int slot) {
    LearnedSeries ofSeries = bySeries.get(series);
    return ofSeries == null ? Optional.empty() : ofSeries.in(slot);
  }

  /** Identifies what was learned: baselines that are equal have equal fingerprints. */
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known = CanonicalForm.fingerprint(this);
      fingerprint = known;
    }
    return known;
  }

  /** Returns what is usual for the metrics of a sensor, as signals need it. */
  public SensorBaseline ofSensor(String sensorId) {
    return (metric, epochMillis) -> inSlot(new Series(sensorId, metric), slots.of(epochMillis));
  }
}
