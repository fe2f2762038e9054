package dev.isotherm.sensors;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.text.NumberText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of the fields of a {@link SeriesSpec} in files, and their values as text. */
public final class SpecFields {

  public static final String UNIT = "unit";
  public static final String MIN = "min";
  public static final String MAX = "max";
  public static final String EXPECTED_INTERVAL = "expectedInterval";
  public static final String STUCK_AFTER = "stuckAfter";

  /** Before the name of a limit. */
  public static final String LIMIT = "limit.";

  /** Before the name of a label. */
  public static final String LABEL = "label.";

  private SpecFields() {}

  /** The fields that are known, in a fixed order. Each text reads back to the same value. */
  public static Map<String, String> of(SeriesSpec spec) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (spec.unit() != null) {
      fields.put(UNIT, spec.unit());
    }
    if (spec.validRange().hasMin()) {
      fields.put(MIN, NumberText.of(spec.validRange().min()));
    }
    if (spec.validRange().hasMax()) {
      fields.put(MAX, NumberText.of(spec.validRange().max()));
    }
    putDuration(fields, EXPECTED_INTERVAL, spec.expectedInterval());
    putDuration(fields, STUCK_AFTER, spec.stuckAfter());
    spec.limits().forEach((name, value) -> fields.put(LIMIT + name, NumberText.of(value)));
    return fields;
  }

  private static void putDuration(
      Map<String, String> fields, String name, @Nullable Duration duration) {
    if (duration != null) {
      fields.put(name, DurationText.format(duration));
    }
  }
}
