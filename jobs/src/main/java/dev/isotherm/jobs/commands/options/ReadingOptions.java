package dev.isotherm.jobs.commands.options;

import dev.isotherm.model.ValidationErrors;
import dev.isotherm.parse.mapping.ParseOptions;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
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
      names = "--metrics",
      paramLabel = "NAME",
      split = ",",
      description = "Measure only these members or columns (default: every number).")
  private List<String> metrics = List.of();

  @Override
  public void check(ValidationErrors errors) {
    if (zone == null) {
      return; // it could not be read, which has been said
    }
    try {
      options();
    } catch (IllegalArgumentException e) {
      errors.add(e.getMessage());
    }
  }

  public ZoneId zone() {
    return zone;
  }

  /** The options of the parsers. */
  public ParseOptions options() {
    return ParseOptions.defaults()
        .withZone(zone)
        .withFields(timestampField, sensorField)
        .withMetrics(new LinkedHashSet<>(metrics));
  }
}
