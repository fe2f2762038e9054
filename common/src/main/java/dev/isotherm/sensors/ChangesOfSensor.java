package dev.isotherm.sensors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one sensor or glob.
 *
 * @param changes in the order of their instants, which are distinct
 */
record ChangesOfSensor(List<SensorChange> changes) {

  ChangesOfSensor {
    changes = List.copyOf(changes);
  }

  static final ChangesOfSensor NONE = new ChangesOfSensor(List.of());

  /** The last change by an instant; {@code null} for none. */
  @Nullable SensorChange at(long instant) {
    int last = changes.size() - 1;
    while (last >= 0 && changes.get(last).fromMillis() > instant) {
      last--;
    }
    return last < 0 ? null : changes.get(last);
  }

  /** Whether there is a change at exactly an instant. */
  boolean hasAt(long instant) {
    SensorChange last = at(instant);
    return last != null && last.fromMillis() == instant;
  }

  /** Returns the changes with one more. */
  ChangesOfSensor with(SensorChange change) {
    List<SensorChange> all = new ArrayList<>(changes);
    all.add(change);
    all.sort(Comparator.comparingLong(SensorChange::fromMillis));
    return new ChangesOfSensor(all);
  }
}
