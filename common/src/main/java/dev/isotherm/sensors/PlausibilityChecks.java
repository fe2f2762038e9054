package dev.isotherm.sensors;

import java.io.Serializable;

/**
 * What of a sensor table says which readings are no measurements.
 *
 * @param ofRanges whether any series has a valid range
 * @param ofStuckValues whether the values of any series may stay the same for some time only
 */
public record PlausibilityChecks(boolean ofRanges, boolean ofStuckValues) implements Serializable {

  /** All readings are measurements. */
  public static final PlausibilityChecks NONE = new PlausibilityChecks(false, false);

  /** The checks that some table may make possible. */
  public static final PlausibilityChecks ALL = new PlausibilityChecks(true, true);

  /** The checks that a table makes possible. */
  public static PlausibilityChecks of(SensorTable table) {
    return new PlausibilityChecks(table.hasRanges(), table.hasStuckAfter());
  }

  /** The checks that any version of a table makes possible. */
  public static PlausibilityChecks of(SensorTables tables) {
    boolean ranges = false;
    boolean stuckValues = false;
    for (SensorTables.Version version : tables.versions()) {
      ranges |= version.table().hasRanges();
      stuckValues |= version.table().hasStuckAfter();
    }
    return new PlausibilityChecks(ranges, stuckValues);
  }

  /** Whether no reading is checked. */
  public boolean isEmpty() {
    return !ofRanges && !ofStuckValues;
  }
}
