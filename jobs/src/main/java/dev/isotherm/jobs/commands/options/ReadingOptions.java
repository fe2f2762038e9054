package dev.isotherm.jobs.commands.options;

import dev.isotherm.model.ValidationErrors;
import dev.isotherm.parse.mapping.AbsentValues;
import dev.isotherm.parse.mapping.LongLayout;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.SensorSource;
import dev.isotherm.parse.mapping.ValueTexts;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How messages are mapped to readings. */
public final class ReadingOptions implements Validated {

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description =
          "Time zone of calendar windows, and of timestamps that name none, such as Europe/Berlin"
              + " (default: ${DEFAULT-VALUE}).")
  private ZoneId zone;

  @Option(
      names = MappingFile.OPTION,
      paramLabel = "FILE",
      description =
          "YAML with these options and those of files, without their dashes. Options that are given"
              + " here win.")
  @SuppressWarnings("UnusedVariable") // the runner of commands reads it before all other options
  private @Nullable Path mapping;

  @Option(
      names = "--timestamp-field",
      paramLabel = "NAME",
      defaultValue = "timestamp",
      description = "Member or column with the instant (default: ${DEFAULT-VALUE}).")
  private String timestampField;

  @Option(
      names = "--sensor-field",
      paramLabel = "NAME",
      defaultValue = "sensor_id",
      description = "Member or column with the sensor's name (default: ${DEFAULT-VALUE}).")
  private String sensorField;

  @Option(
      names = "--sensor",
      paramLabel = "SOURCE",
      converter = SensorConverter.class,
      description =
          "The one sensor of all messages, if they have no field for it; or @file, @folder: the"
              + " name of the file (without its ending and a date), of its folder; or @key,"
              + " @header:NAME, @topic: of the Kafka record; or @column:METRIC: each column is a"
              + " sensor that measures METRIC.")
  private @Nullable SensorSource sensor;

  @Option(
      names = "--metric-field",
      paramLabel = "NAME",
      description =
          "Member or column with the name of the metric, for messages with one value each; needs"
              + " --value-field.")
  private @Nullable String metricField;

  @Option(
      names = "--value-field",
      paramLabel = "NAME",
      description = "Member or column with the value of that metric.")
  private @Nullable String valueField;

  @Option(
      names = "--metrics",
      paramLabel = "NAME",
      converter = NameListConverter.class,
      description =
          "Measure only these members or columns, separated by commas; a name with a comma stands"
              + " in double quotes (default: every number).")
  private List<NameListConverter.NameList> metrics = List.of();

  @Option(
      names = "--absent",
      paramLabel = "VALUE",
      split = ",",
      description =
          "Values that stand for a missing one, such as NA or -999. Empty cells, null and NaN"
              + " always do.")
  private List<String> absent = List.of();

  @Option(
      names = "--states",
      paramLabel = "TEXT=NUMBER",
      split = ",",
      description = "Texts that stand for numbers, such as on=1,off=0 or true=1,false=0.")
  private List<String> states = List.of();

  @Option(
      names = "--strip-units",
      description = "Read numbers with a unit or a mark, such as 21.5 °C, 50% and <0.5.")
  private boolean stripUnits;

  @Override
  public void check(ValidationErrors errors) {
    if ((metricField == null) != (valueField == null)) {
      errors.add(
          metricField == null
              ? "--value-field " + valueField + ": needs --metric-field"
              : "--metric-field " + metricField + ": needs --value-field");
      return;
    }
    if (zone == null || timestampField == null || sensorField == null) {
      return; // an option could not be read, which has been said
    }
    try {
      options();
    } catch (IllegalArgumentException e) {
      errors.add(e.getMessage());
    }
  }

  /** Checks that the sensor is not to come from a Kafka record. */
  public void checkFiles(ValidationErrors errors) {
    if (sensor != null && sensor.isOfRecord()) {
      errors.add("--sensor", sensor, "files have none; use a name, @file or @folder");
    }
  }

  /** Checks that the sensor is not to come from a file. */
  public void checkRecords(ValidationErrors errors) {
    if (sensor != null && sensor.isOfFile()) {
      errors.add("--sensor", sensor, "topics have none; use a name, @key, @header:NAME or @topic");
    }
  }

  public ZoneId zone() {
    return zone;
  }

  /** The options of the parsers. */
  public ParseOptions options() {
    return ParseOptions.defaults()
        .withZone(zone)
        .withFields(timestampField, sensor == null ? SensorSource.field(sensorField) : sensor)
        .withAbsent(AbsentValues.of(absent))
        .withTexts(ValueTexts.of(states, stripUnits))
        .withLongLayout(metricField == null ? null : new LongLayout(metricField, valueField))
        .withMetrics(new LinkedHashSet<>(NameListConverter.names(metrics)));
  }
}
