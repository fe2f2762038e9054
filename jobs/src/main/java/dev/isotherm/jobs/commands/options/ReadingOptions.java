package dev.isotherm.jobs.commands.options;

import dev.isotherm.model.ValidationErrors;
import dev.isotherm.parse.InstantBounds;
import dev.isotherm.parse.mapping.AbsentValues;
import dev.isotherm.parse.mapping.FieldList;
import dev.isotherm.parse.mapping.LongLayout;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.SensorSource;
import dev.isotherm.parse.mapping.TextFlags;
import dev.isotherm.parse.mapping.ValueTexts;
import dev.isotherm.parse.time.InstantSyntax;
import dev.isotherm.parse.time.RepeatedHour;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
      names = "--timestamp-format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description =
          "How timestamps are written: iso, epoch-s, epoch-ms, epoch-us, epoch-ns, epoch (unit by"
              + " magnitude), excel (days since 1899-12-30), or a pattern such as \"dd/MM/yyyy"
              + " HH:mm\". Several formats are tried in their order (default: all that has one"
              + " meaning only).")
  private List<String> timestampFormats = List.of();

  @Option(
      names = "--repeated-hour",
      paramLabel = "WHICH",
      defaultValue = "earlier",
      description =
          "Which instant a time without an offset is in the hour that clocks show twice: earlier,"
              + " later, order (in files that are in order, the second 02:00 is the later one), or"
              + " refuse (default: ${DEFAULT-VALUE}).")
  private RepeatedHour repeatedHour;

  @Option(
      names = "--earliest",
      paramLabel = "INSTANT",
      defaultValue = "2000-01-01T00:00:00Z",
      converter = EarliestConverter.class,
      description =
          "Reject readings before this instant or date (UTC), as devices send them whose clock is"
              + " not set (default: ${DEFAULT-VALUE}).")
  private Instant earliest;

  @Option(
      names = "--timestamp-field",
      paramLabel = "NAME",
      defaultValue = "timestamp",
      converter = NameListConverter.class,
      description =
          "Member or column with the instant; several, such as Date,Time, are joined with a blank;"
              + " or @record: the timestamp of the Kafka record (default: ${DEFAULT-VALUE}).")
  private List<NameListConverter.NameList> timestampFields = List.of();

  @Option(
      names = "--sensor-field",
      paramLabel = "NAME",
      defaultValue = "sensor_id",
      converter = NameListConverter.class,
      description =
          "Member or column with the sensor's name; several, such as site,room, are joined with a"
              + " slash (default: ${DEFAULT-VALUE}).")
  private List<NameListConverter.NameList> sensorFields = List.of();

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
      names = "--elements",
      paramLabel = "PATH",
      description =
          "An array inside of each JSON message: each of its elements is a message. Timestamp,"
              + " sensor and name of the metric may stand beside the array. A point (.) stands for"
              + " messages that are arrays.")
  private @Nullable String elements;

  @Option(
      names = "--metrics",
      paramLabel = "NAME",
      converter = NameListConverter.class,
      description =
          "Measure only these members or columns, separated by commas; a name with a comma stands"
              + " in double quotes. !NAME measures all but this one (default: every number).")
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
      names = "--flags",
      paramLabel = "NAME=WORD|WORD",
      converter = NameListConverter.class,
      description =
          "Fields whose text has several words, and the words to look for: status=OB|LB makes the"
              + " metrics status.OB and status.LB of \"OB DISCHRG\", which are 1 if the word is"
              + " there, else 0. Several are separated by commas.")
  private List<NameListConverter.NameList> flags = List.of();

  @Option(
      names = "--strip-units",
      description = "Read numbers with a unit or a mark, such as 21.5 °C, 50%% and <0.5.")
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
    if (zone == null
        || timestampFields.isEmpty()
        || sensorFields.isEmpty()
        || repeatedHour == null
        || earliest == null) {
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
    if (timestampFields().equals(FieldList.NONE)) {
      errors.add(
          "--timestamp-field", ParseOptions.RECORD_TIMESTAMP, "files have none; name a field");
    }
  }

  /** Checks that nothing is to come from a file, nor from the order of its lines. */
  public void checkRecords(ValidationErrors errors) {
    if (repeatedHour == RepeatedHour.ORDER) {
      errors.add(
          "--repeated-hour",
          repeatedHour.word(),
          "topics are in no order; use earlier, later or refuse");
    }
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
        .withInstants(
            new InstantSyntax(zone, timestampFormats, repeatedHour, earliest.toEpochMilli()))
        .withElements(elements)
        .withFields(
            timestampFields(), sensor == null ? SensorSource.fields(fields(sensorFields)) : sensor)
        .withAbsent(AbsentValues.of(absent))
        .withTexts(
            ValueTexts.of(states, stripUnits)
                .withFlags(TextFlags.of(NameListConverter.names(flags))))
        .withLongLayout(metricField == null ? null : new LongLayout(metricField, valueField))
        .withMetrics(new LinkedHashSet<>(NameListConverter.names(metrics)));
  }

  private FieldList timestampFields() {
    return ParseOptions.timestampFields(NameListConverter.names(timestampFields));
  }

  private static FieldList fields(List<NameListConverter.NameList> lists) {
    return new FieldList(NameListConverter.names(lists));
  }

  /** The earliest instant that is accepted, in milliseconds since the epoch. */
  public long earliestMillis() {
    return earliest.toEpochMilli();
  }

  /**
   * Which readings of a topic are accepted.
   *
   * @param maxClockSkew how far a reading may lie after the timestamp of its record
   */
  public InstantBounds boundsOfRecords(Duration maxClockSkew) {
    return new InstantBounds(earliestMillis(), maxClockSkew, InstantBounds.Reference.RECORD);
  }

  private static final class FormatConverter extends TextConverter<String> {
    FormatConverter() {
      super(InstantSyntax::checkFormat);
    }
  }

  private static final class EarliestConverter extends TextConverter<Instant> {
    EarliestConverter() {
      super(
          text ->
              text.length() == "2025-07-01".length()
                  ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                  : OffsetDateTime.parse(text).toInstant(),
          "must be a date such as 2025-07-01, or an instant with Z or an offset, such as"
              + " 2025-07-01T12:00:00Z");
    }
  }
}
