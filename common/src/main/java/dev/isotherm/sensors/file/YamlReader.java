package dev.isotherm.sensors.file;

import dev.isotherm.sensors.SensorRow;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTableBuilder;
import dev.isotherm.sensors.file.Field.Kind;
import dev.isotherm.yaml.YamlErrors;
import dev.isotherm.yaml.YamlMap;
import dev.isotherm.yaml.YamlText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a sensor table in YAML: each element of the list {@code sensors} is a row. */
final class YamlReader {

  static final String LABELS = "labels";
  static final String LIMITS = "limits";
  static final List<String> KEYS = keys();

  private YamlReader() {}

  private static List<String> keys() {
    List<String> keys = new ArrayList<>();
    Kind.single().forEach(kind -> keys.add(kind.column()));
    keys.add(LABELS);
    keys.add(LIMITS);
    return List.copyOf(keys);
  }

  static SensorTable read(String name, String text) {
    YamlErrors errors = new YamlErrors(name);
    YamlMap document = YamlText.readMap(name, text, errors);
    document.allow(List.of("sensors"));
    if (!document.has("sensors")) {
      document.error("sensors", "sensors: is required; a list of sensors");
    }
    SensorTableBuilder table = new SensorTableBuilder();
    RowFields fields = new RowFields(errors);
    for (YamlMap element : document.maps("sensors")) {
      SensorRow row = row(element, fields);
      if (row != null) {
        table.add(row, sentence -> errors.add(row.line(), sentence));
      }
    }
    errors.throwIfAny();
    return table.build();
  }

  private static @Nullable SensorRow row(YamlMap element, RowFields fields) {
    fields.begin(element.lineOf(Field.SENSOR));
    element.allow(KEYS);
    for (Kind kind : Kind.single()) {
      set(fields, new Field(kind), element, kind.column());
    }
    setAll(fields, Kind.LABEL, element, LABELS);
    setAll(fields, Kind.LIMIT, element, LIMITS);
    return fields.row();
  }

  private static void setAll(RowFields fields, Kind kind, YamlMap element, String key) {
    YamlMap map = element.map(key);
    if (map != null) {
      map.keys().forEach(name -> set(fields, new Field(kind, name), map, name));
    }
  }

  private static void set(RowFields fields, Field field, YamlMap map, String key) {
    String text = map.text(key, null);
    if (text != null) {
      fields.set(field, text, map.lineOf(key));
    }
  }
}
