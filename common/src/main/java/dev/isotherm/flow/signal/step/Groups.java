package dev.isotherm.flow.signal.step;

import dev.isotherm.rules.Rule;
import dev.isotherm.sensors.SensorTable;

/** Finds the groups that sensors belong to. */
final class Groups {

  private final SensorTable table;

  Groups(SensorTable table) {
    this.table = table;
  }

  /** Returns the value of the label that names the group of a sensor; empty if it has none. */
  String of(Rule rule, String sensorId) {
    String label = rule.groupLabel();
    return label == null ? "" : table.labels(sensorId).getOrDefault(label, "");
  }
}
