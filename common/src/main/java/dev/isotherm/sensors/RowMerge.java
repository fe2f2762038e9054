package dev.isotherm.sensors;

import java.util.NavigableMap;
import java.util.function.Consumer;

/** What a further row of a sensor or glob adds to the rows before it. */
final class RowMerge {

  private RowMerge() {}

  /**
   * Adds the labels of a row.
   *
   * @param errors takes a sentence for each label that has another value already
   * @return whether there were new ones
   */
  static boolean addLabels(
      SensorRow row, NavigableMap<String, Located<String>> to, Consumer<String> errors) {
    boolean isChanged = false;
    for (String name : row.labels().keySet()) {
      String value = row.labels().get(name);
      Located<String> before = to.get(name);
      if (before == null && to.size() == SensorRow.MOST_LABELS) {
        errors.accept(
            row.sensor() + " has more than the " + SensorRow.MOST_LABELS + " labels allowed");
      } else if (before == null) {
        to.put(name, new Located<>(value, row.line()));
        isChanged = true;
      } else if (!before.value().equals(value)) {
        errors.accept(
            String.format(
                "%s%s %s: must be the same in all rows of %s; it is %s on line %d",
                SpecFields.LABEL, name, value, row.sensor(), before.value(), before.line()));
      }
    }
    return isChanged;
  }

  /** The sentence about a row whose sensor and metric have a row already. */
  static String duplicate(SensorRow row, int lineBefore) {
    return row.metric().equals(SensorRow.ALL_METRICS)
        ? String.format("sensor %s: is already on line %d", row.sensor(), lineBefore)
        : String.format(
            "sensor %s, metric %s: is already on line %d", row.sensor(), row.metric(), lineBefore);
  }
}
