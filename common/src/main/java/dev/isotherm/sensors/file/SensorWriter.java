package dev.isotherm.sensors.file;

import dev.isotherm.sensors.Located;
import dev.isotherm.sensors.SensorEntry;
import dev.isotherm.sensors.SensorRow;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SeriesSpec;
import dev.isotherm.sensors.SpecFields;
import dev.isotherm.sensors.file.Field.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Writes a table as CSV that {@link SensorFile} reads back to an equal table. */
public final class SensorWriter {

  private final SensorTable table;
  private final Consumer<String> lines;

  /** The columns that any row needs, in their order. */
  private final Set<String> columns =
      new TreeSet<>(
          Comparator.comparing((String name) -> Field.of(name).kind())
              .thenComparing(Comparator.naturalOrder()));

  private SensorWriter(SensorTable table, Consumer<String> lines) {
    this.table = table;
    this.lines = lines;
  }

  /**
   * Writes the whole file. Sensors are in the order of their names, and before globs, which keep
   * their order.
   *
   * @param lines takes each line, without its end
   */
  public static void write(SensorTable table, Consumer<String> lines) {
    SensorWriter writer = new SensorWriter(table, lines);
    writer.columns.add(Field.SENSOR);
    writer.forEachRow(row -> writer.columns.addAll(row.keySet()));
    lines.accept(String.join(",", writer.columns));
    writer.forEachRow(writer::write);
  }

  /** Calls back with the cells of each row, by the names of their columns. */
  private void forEachRow(Consumer<Map<String, String>> consumer) {
    table.forEachSensor(entry -> forEachRow(entry, consumer));
    table.globs().forEach(entry -> forEachRow(entry, consumer));
  }

  /** The labels are in the first row of each sensor. */
  private static void forEachRow(SensorEntry entry, Consumer<Map<String, String>> consumer) {
    boolean isFirst = true;
    for (Map.Entry<String, Located<SeriesSpec>> spec : entry.specs().entrySet()) {
      Map<String, String> cells = new HashMap<>(SpecFields.of(spec.getValue().value()));
      cells.put(Field.SENSOR, entry.sensor());
      if (!spec.getKey().equals(SensorRow.ALL_METRICS)) {
        cells.put(Field.METRIC, spec.getKey());
      }
      if (isFirst) {
        entry
            .labels()
            .forEach((name, value) -> cells.put(Kind.LABEL.column() + name, value.value()));
      }
      isFirst = false;
      consumer.accept(cells);
    }
  }

  private void write(Map<String, String> cells) {
    StringJoiner line = new StringJoiner(",");
    columns.forEach(column -> line.add(quoted(cells.getOrDefault(column, ""))));
    lines.accept(line.toString());
  }

  private static String quoted(String cell) {
    boolean isPlain =
        cell.equals(cell.strip()) && cell.chars().noneMatch(c -> c == ',' || c == '"');
    return isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
