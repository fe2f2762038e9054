package dev.isotherm.baseline;

import dev.isotherm.model.fingerprint.Fingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All versions of a baseline. Each is in force from its instant until that of the next one. Before
 * the first one, nothing is usual.
 *
 * <p>May be used by several threads.
 */
public final class Baselines {

  /** Before every instant. */
  public static final long FROM_THE_START = Long.MIN_VALUE;

  /** Nothing was learned, at any time. */
  public static final Baselines EMPTY = new Baselines();

  /** In the order of their instants, the latest first: most instants are in that. */
  private volatile List<Version> versions = List.of();

  /**
   * What is usual from an instant on, until the next version.
   *
   * @param fromMillis the instant, in milliseconds since the epoch; {@link #FROM_THE_START} for all
   *     instants
   */
  public record Version(long fromMillis, Baseline baseline) {}

  /** Begins without a version. */
  public Baselines() {}

  /** One baseline that is in force at all instants. */
  public static Baselines of(Baseline baseline) {
    Baselines one = new Baselines();
    one.add(FROM_THE_START, baseline);
    return one;
  }

  /**
   * Adds a version.
   *
   * @return whether it was added; one is ignored if there is one of that instant already
   */
  public synchronized boolean add(long fromMillis, Baseline baseline) {
    if (versions.stream().anyMatch(one -> one.fromMillis == fromMillis)) {
      return false;
    }
    List<Version> all = new ArrayList<>(versions);
    all.add(new Version(fromMillis, baseline));
    all.sort(Comparator.comparingLong(Version::fromMillis).reversed());
    versions = List.copyOf(all);
    return true;
  }

  /** The baseline of an instant; {@link Baseline#EMPTY} before the first version. */
  public Baseline at(long epochMillis) {
    for (Version version : versions) {
      if (version.fromMillis <= epochMillis) {
        return version.baseline;
      }
    }
    return Baseline.EMPTY;
  }

  /** The last version; {@link Baseline#EMPTY} if there is none. */
  public Baseline latest() {
    List<Version> all = versions;
    return all.isEmpty() ? Baseline.EMPTY : all.get(0).baseline;
  }

  /** All versions, in the order of their instants. */
  public List<Version> versions() {
    List<Version> ordered = new ArrayList<>(versions);
    ordered.sort(Comparator.comparingLong(Version::fromMillis));
    return ordered;
  }

  /** What is usual for the metrics of a sensor, by the version of each instant. */
  public SensorBaseline ofSensor(String sensorId) {
    return (metric, epochMillis) -> at(epochMillis).ofSensor(sensorId).at(metric, epochMillis);
  }

  /** Fingerprint of all versions; that of the baseline if it is the same at all instants. */
  public String fingerprint() {
    List<Version> all = versions();
    if (all.isEmpty()) {
      return Baseline.EMPTY.fingerprint();
    }
    return all.size() == 1 && all.get(0).fromMillis == FROM_THE_START
        ? all.get(0).baseline.fingerprint()
        : Fingerprint.of(
            lines ->
                all.forEach(
                    one ->
                        lines.accept("from=" + one.fromMillis + " " + one.baseline.fingerprint())));
  }
}
