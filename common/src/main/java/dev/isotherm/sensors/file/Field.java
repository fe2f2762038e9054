package dev.isotherm.sensors.file;

import dev.isotherm.model.DidYouMean;
import dev.isotherm.sensors.SensorText;
import dev.isotherm.sensors.SpecFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cell of a row says.
 *
 * @param name of the column
 * @param key the name of the label or limit; empty for others
 */
record Field(Kind kind, String name, String key) {

  static final String SENSOR = "sensor";
  static final String METRIC = "metric";

  /** The kinds of fields, in the order of columns. */
  enum Kind {
    SENSOR(Field.SENSOR),
    METRIC(Field.METRIC),
    LABEL(SpecFields.LABEL),
    UNIT(SpecFields.UNIT),
    MIN(SpecFields.MIN),
    MAX(SpecFields.MAX),
    EXPECTED_INTERVAL(SpecFields.EXPECTED_INTERVAL),
    STUCK_AFTER(SpecFields.STUCK_AFTER),
    LIMIT(SpecFields.LIMIT);

    private final String column;

    Kind(String column) {
      this.column = column;
    }

    /** The name of its column; for labels and limits, the start of it. */
    String column() {
      return column;
    }

    private boolean isNamed() {
      return this == LABEL || this == LIMIT;
    }

    /** The kinds that have one column. */
    static List<Kind> single() {
      return List.of(SENSOR, METRIC, UNIT, MIN, MAX, EXPECTED_INTERVAL, STUCK_AFTER);
    }
  }

  Field(Kind kind) {
    this(kind, kind.column(), "");
  }

  /** A label or limit. */
  Field(Kind kind, String key) {
    this(kind, kind.column() + key, key);
  }

  /** The field of a column; {@code null} if there is no such field. */
  static @Nullable Field of(String column) {
    for (Kind kind : Kind.values()) {
      if (kind.isNamed() && column.startsWith(kind.column())) {
        return new Field(kind, column.substring(kind.column().length()));
      }
      if (column.equals(kind.column())) {
        return new Field(kind);
      }
    }
    return null;
  }

  /**
   * Returns what is wrong with its name, in words that follow it.
   *
   * @return {@code null} if it is valid
   */
  @Nullable String nameError() {
    return switch (kind) {
      case LABEL -> SensorText.labelNameError(key);
      case LIMIT -> SensorText.nameError(key);
      default -> null;
    };
  }

  /** What a column that is not known may mean, in words that follow its name. */
  static String suggestion(String column) {
    List<String> known = new ArrayList<>();
    Kind.single().forEach(kind -> known.add(kind.column()));
    String key = column.substring(column.indexOf('.') + 1);
    known.add(SpecFields.LABEL + key);
    known.add(SpecFields.LIMIT + key);
    List<String> near = DidYouMean.of(column, known);
    return near.isEmpty()
        ? "must be one of "
            + String.join(", ", known.subList(0, known.size() - 2))
            + ", label.NAME, limit.NAME"
        : "did you mean " + String.join(" or ", near) + "?";
  }
}
