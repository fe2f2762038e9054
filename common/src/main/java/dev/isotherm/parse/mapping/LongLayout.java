package dev.isotherm.parse.mapping;

import java.io.Serializable;
import java.util.Objects;

/**
 * The layout of messages that have one value each: a field names the metric, another one has the
 * value.
 *
 * @param metricField name of the member or column that holds the name of the metric
 * @param valueField name of the member or column that holds the value
 */
public record LongLayout(String metricField, String valueField) implements Serializable {
  public LongLayout {
    Objects.requireNonNull(metricField, "metricField");
    Objects.requireNonNull(valueField, "valueField");
    if (metricField.equals(valueField)) {
      throw new IllegalArgumentException(
          "value field " + valueField + ": must not be the metric field too");
    }
  }

  boolean contains(String field) {
    return field.equals(metricField) || field.equals(valueField);
  }
}
