package dev.isotherm.sensors;

import dev.isotherm.model.Series;
import dev.isotherm.model.fingerprint.Fingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A sensor table whose rows change from instants on. Each instant at which anything changes begins
 * a version. All versions are kept, because a late reading is judged by the table of its instant.
 *
 * <p>A version shares what has not changed with the one before it.
 *
 * <p>May be used by several threads.
 */
public final class SensorTables {

  /** Nothing is known of any sensor, at any time. */
  public static final SensorTables EMPTY = new SensorTables(SensorTable.EMPTY);

  private static final Comparator<SensorChange> IN_ORDER =
      Comparator.comparingLong(SensorChange::fromMillis).thenComparing(SensorChange::sensor);

  private final SensorTable first;
  private final ConcurrentMap<String, ChangesOfSensor> ofSensors = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, ChangesOfSensor> ofGlobs = new ConcurrentHashMap<>();
  private volatile List<Version> versions;

  /**
   * What is known from an instant on, until the next version.
   *
   * @param fromMillis {@link SensorChange#FROM_THE_START} for the first
   */
  public record Version(long fromMillis, SensorTable table) {}

  /** Begins with a table that is in force from the start. */
  public SensorTables(SensorTable first) {
    this.first = first;
    versions = List.of(new Version(SensorChange.FROM_THE_START, first));
  }

  /**
   * Adds a change.
   *
   * @return whether it was added; one is ignored if its sensor has a change of that instant already
   */
  public boolean add(SensorChange change) {
    return addAll(List.of(change)) == 1;
  }

  /**
   * Adds changes.
   *
   * @return how many were added, see {@link #add}
   */
  public synchronized int addAll(List<SensorChange> more) {
    int added = 0;
    long earliest = Long.MAX_VALUE;
    for (SensorChange change : more) {
      ConcurrentMap<String, ChangesOfSensor> changes = changesLike(change);
      ChangesOfSensor before = changes.getOrDefault(change.sensor(), ChangesOfSensor.NONE);
      if (!before.hasAt(change.fromMillis()) && !isFirst(change)) {
        changes.put(change.sensor(), before.with(change));
        earliest = Math.min(earliest, change.fromMillis());
        added++;
      }
    }
    if (added > 0) {
      versions = versionsAfter(more, earliest);
    }
    return added;
  }

  private ConcurrentMap<String, ChangesOfSensor> changesLike(SensorChange change) {
    return change.isOfGlob() ? ofGlobs : ofSensors;
  }

  /** Whether the first table has rows that a change would replace at once. */
  private boolean isFirst(SensorChange change) {
    return change.fromMillis() == SensorChange.FROM_THE_START
        && (change.isOfGlob()
            ? first.globs().stream().anyMatch(glob -> glob.sensor().equals(change.sensor()))
            : first.names(change.sensor()));
  }

  /** All versions, those from an instant on anew: they have other rows, or follow others. */
  private List<Version> versionsAfter(List<SensorChange> more, long earliest) {
    Set<Long> instants = new TreeSet<>();
    versions.forEach(version -> instants.add(version.fromMillis));
    more.forEach(change -> instants.add(change.fromMillis()));
    boolean anyGlob = more.stream().anyMatch(SensorChange::isOfGlob);
    List<Version> after = new ArrayList<>();
    GlobRows globs = first.globRows();
    for (long instant : instants) {
      if (instant < earliest) {
        Version same = versions.get(after.size());
        globs = same.table.globRows();
        after.add(same);
        continue;
      }
      globs = anyGlob ? globsAt(instant, globs) : at(instant).globRows();
      after.add(new Version(instant, first.changedBy(ofSensors, instant, globs)));
    }
    return List.copyOf(after);
  }

  /**
   * The globs of an instant.
   *
   * @param before those of the version before
   */
  private GlobRows globsAt(long instant, GlobRows before) {
    List<SensorChange> last = new ArrayList<>();
    boolean isNew = false;
    for (ChangesOfSensor ofGlob : ofGlobs.values()) {
      SensorChange change = ofGlob.at(instant);
      if (change != null) {
        last.add(change);
        isNew |= change.fromMillis() == instant;
      }
    }
    return isNew ? first.globRows().with(last) : before;
  }

  /**
   * Calls back with the first table as changes from the start, and then with all changes. They give
   * the same tables if the first one of each sensor and instant counts.
   */
  public void forEachChange(Consumer<SensorChange> consumer) {
    long start = SensorChange.FROM_THE_START;
    first.forEachSensor(
        entry -> consumer.accept(new SensorChange(start, entry.sensor(), 0, entry)));
    first
        .globRows()
        .forEach(
            (order, entry) ->
                consumer.accept(new SensorChange(start, entry.sensor(), order, entry)));
    later().sorted(IN_ORDER).forEach(consumer);
  }

  private Stream<SensorChange> later() {
    return Stream.concat(ofSensors.values().stream(), ofGlobs.values().stream())
        .flatMap(one -> one.changes().stream());
  }

  /** The table of an instant. */
  public SensorTable at(long instantMillis) {
    List<Version> all = versions;
    int low = 0;
    int high = all.size() - 1;
    if (all.get(high).fromMillis <= instantMillis) {
      return all.get(high).table;
    }
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (all.get(middle).fromMillis <= instantMillis) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return all.get(low).table;
  }

  /** The sensors whose rows change at an instant, and whether those of a glob do. */
  public Changed changedAt(long instantMillis) {
    Set<String> sensors = new TreeSet<>();
    ofSensors.forEach(
        (sensor, changes) -> {
          if (changes.hasAt(instantMillis)) {
            sensors.add(sensor);
          }
        });
    return new Changed(
        sensors, ofGlobs.values().stream().anyMatch(changes -> changes.hasAt(instantMillis)));
  }

  /**
   * What changes at an instant.
   *
   * @param sensors named exactly, sorted
   * @param anyGlob whether the rows of any glob change
   */
  public record Changed(Set<String> sensors, boolean anyGlob) {}

  /**
   * Whether the values of a series may stay the same for some time only, at an instant or before
   * it. The table of each change of the sensor is looked at.
   */
  public boolean hasHadStuckAfter(Series series, long instantMillis) {
    SensorTable table = at(instantMillis);
    while (table.spec(series).stuckAfter() == null) {
      long changed = table.changedMillis(series.sensorId());
      if (changed <= SensorChange.NEVER + 1) {
        return false;
      }
      table = at(changed - 1);
    }
    return true;
  }

  /** The table after all changes. */
  public SensorTable latest() {
    List<Version> all = versions;
    return all.get(all.size() - 1).table;
  }

  /** All versions, in the order of their instants. */
  public List<Version> versions() {
    return versions;
  }

  /** Fingerprint of all versions; that of the table if there is one only. */
  public String fingerprint() {
    SensorTable start = versions.get(0).table;
    return isOne() ? start.fingerprint() : Fingerprint.of(lines -> write(start, lines));
  }

  private void write(SensorTable start, Consumer<String> lines) {
    CanonicalForm.write(start, lines);
    later()
        .filter(change -> change.fromMillis() != SensorChange.FROM_THE_START)
        .sorted(IN_ORDER)
        .forEach(change -> CanonicalForm.write(change, lines));
  }

  /** Whether the table is the same at all instants so far. */
  public boolean isOne() {
    return versions.size() == 1;
  }
}
