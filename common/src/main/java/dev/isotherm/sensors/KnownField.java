package dev.isotherm.sensors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thing that is known of a sensor or series, and where it stands.
 *
 * @param name of the field, as in the header of a file
 * @param value as text
 * @param sensor the sensor or glob of the row
 * @param line the line of the row, counted from 1
 */
public record KnownField(String name, String value, String sensor, int line) {

  /** The labels of a sensor. */
  public static List<KnownField> labels(SensorTable table, String sensorId) {
    List<KnownField> fields = new ArrayList<>();
    table.locatedLabels(
        sensorId,
        (name, value, sensor) ->
            fields.add(
                new KnownField(SpecFields.LABEL + name, value.value(), sensor, value.line())));
    return fields;
  }

  /**
   * What is known of a series.
   *
   * @param metric {@link SensorRow#ALL_METRICS} for what is known whatever the metric
   */
  public static List<KnownField> spec(SensorTable table, String sensorId, String metric) {
    return List.copyOf(of(table.layers(sensorId, metric)).values());
  }

  /** The fields that count, by their names, in a fixed order. */
  static Map<String, KnownField> of(List<SensorTable.Layer> layers) {
    Map<String, KnownField> found = new HashMap<>();
    SeriesSpec all = SeriesSpec.UNKNOWN;
    for (SensorTable.Layer layer : layers) {
      all = all.or(layer.spec().value());
      SpecFields.of(all)
          .forEach(
              (name, value) ->
                  found.putIfAbsent(
                      name, new KnownField(name, value, layer.sensor(), layer.spec().line())));
    }
    Map<String, KnownField> ordered = new LinkedHashMap<>();
    SpecFields.of(all).keySet().forEach(name -> ordered.put(name, found.get(name)));
    return ordered;
  }
}
