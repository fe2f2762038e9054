package dev.isotherm.sensors;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of sensors at an instant: those of a first table, but for sensors that have changed
 * since. So a change of one sensor takes the room of one, however large the table is.
 */
final class ChangedSensors implements NamedSensors {

  private final NamedSensors first;
  private final ConcurrentMap<String, ChangesOfSensor> changes;
  private final long atMillis;

  /** What was changed by an instant, by sensor; {@code null} for one that has no rows. */
  private @Nullable NavigableMap<String, @Nullable SensorEntry> changed;

  /**
   * Looks at the changes up to an instant.
   *
   * @param changes by sensor; may grow
   */
  ChangedSensors(
      NamedSensors first, ConcurrentMap<String, ChangesOfSensor> changes, long atMillis) {
    this.first = first;
    this.changes = changes;
    this.atMillis = atMillis;
  }

  @Override
  public @Nullable Rows find(String sensorId) {
    SensorChange change = changeOf(sensorId);
    return change == null ? first.find(sensorId) : change.entry();
  }

  /** The last change of a sensor; {@code null} for none. */
  private @Nullable SensorChange changeOf(String sensorId) {
    ChangesOfSensor ofSensor = changes.get(sensorId);
    return ofSensor == null ? null : ofSensor.at(atMillis);
  }

  /** When the rows of a sensor have changed last; {@link SensorChange#NEVER} if they have not. */
  long changedMillis(String sensorId) {
    SensorChange change = changeOf(sensorId);
    return change == null ? SensorChange.NEVER : change.changedMillis();
  }

  private NavigableMap<String, @Nullable SensorEntry> changed() {
    if (changed == null) {
      NavigableMap<String, @Nullable SensorEntry> all = new TreeMap<>();
      changes.forEach(
          (sensor, ofSensor) -> {
            SensorChange change = ofSensor.at(atMillis);
            if (change != null) {
              all.put(sensor, change.entry());
            }
          });
      changed = all;
    }
    return changed;
  }

  @Override
  public int size() {
    int size = first.size();
    for (Map.Entry<String, @Nullable SensorEntry> one : changed().entrySet()) {
      size += one.getValue() == null ? 0 : 1;
      size -= first.find(one.getKey()) == null ? 0 : 1;
    }
    return size;
  }

  /** Those of the first table, then those that were added. */
  @Override
  public Iterable<String> names() {
    return () -> {
      Iterator<String> ofFirst = first.names().iterator();
      List<String> names = new ArrayList<>();
      ofFirst.forEachRemaining(
          name -> {
            if (find(name) != null) {
              names.add(name);
            }
          });
      changed()
          .forEach(
              (name, entry) -> {
                if (entry != null && first.find(name) == null) {
                  names.add(name);
                }
              });
      return names.iterator();
    };
  }

  @Override
  public void forEach(Consumer<SensorEntry> consumer) {
    NavigableMap<String, @Nullable SensorEntry> others = new TreeMap<>(changed());
    first.forEach(
        entry -> {
          passOn(others, entry.sensor(), consumer);
          if (!changed().containsKey(entry.sensor())) {
            consumer.accept(entry);
          }
        });
    others.values().forEach(entry -> passOn(entry, consumer));
  }

  /** Passes on the changed sensors up to a name. */
  private static void passOn(
      NavigableMap<String, @Nullable SensorEntry> others,
      String upTo,
      Consumer<SensorEntry> consumer) {
    while (!others.isEmpty() && others.firstKey().compareTo(upTo) <= 0) {
      passOn(others.pollFirstEntry().getValue(), consumer);
    }
  }

  private static void passOn(@Nullable SensorEntry entry, Consumer<SensorEntry> consumer) {
    if (entry != null) {
      consumer.accept(entry);
    }
  }

  @Override
  public boolean haveRanges() {
    return first.haveRanges() || haveChanged(spec -> !spec.validRange().equals(ValidRange.ALL));
  }

  @Override
  public boolean haveStuckAfter() {
    return first.haveStuckAfter() || haveChanged(spec -> spec.stuckAfter() != null);
  }

  private boolean haveChanged(Predicate<SeriesSpec> condition) {
    return changed().values().stream()
        .filter(entry -> entry != null)
        .flatMap(entry -> entry.specs().values().stream())
        .anyMatch(spec -> condition.test(spec.value()));
  }
}
