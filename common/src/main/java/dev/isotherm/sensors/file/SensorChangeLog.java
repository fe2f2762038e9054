package dev.isotherm.sensors.file;

import dev.isotherm.sensors.SensorChange;
import dev.isotherm.sensors.SensorRow;
import dev.isotherm.sensors.SensorTableBuilder;
import dev.isotherm.sensors.SensorTables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table that changes say, one after the other. Of two changes of one sensor and instant, the
 * first counts. The same changes always give the same table.
 *
 * <p>The rows that are in force from the start are packed, as those of a file are. The first call
 * of {@link #tables()} ends that: what comes later is kept as changes.
 *
 * <p>Not for several threads, but the tables are.
 */
public final class SensorChangeLog {

  private final SensorTableBuilder first = new SensorTableBuilder();
  private final List<SensorChange> changes = new ArrayList<>();

  /** Of which instants and sensors there are {@link #changes}. */
  private final Set<String> seen = new HashSet<>();

  private @Nullable SensorTables tables;

  /**
   * Takes the next change.
   *
   * @return whether it counts
   */
  public boolean add(SensorChange change) {
    if (tables != null) {
      return tables.add(change);
    }
    boolean isFirst = change.fromMillis() == SensorChange.FROM_THE_START;
    String key = change.fromMillis() + " " + change.sensor();
    if ((isFirst && first.names(change.sensor())) || seen.contains(key)) {
      return false;
    }
    if (isFirst && change.entry() != null && !SensorRow.isGlob(change.sensor())) {
      first.add(change.entry());
    } else {
      seen.add(key);
      changes.add(change);
    }
    return true;
  }

  /** All versions of the table. They get those of the changes that are added later. */
  public SensorTables tables() {
    if (tables == null) {
      tables = new SensorTables(first.build());
      tables.addAll(changes);
      changes.clear();
      seen.clear();
    }
    return tables;
  }
}
