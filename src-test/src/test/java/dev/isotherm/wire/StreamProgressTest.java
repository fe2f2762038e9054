package dev.isotherm.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.group.GroupBy;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.EarlierRun;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.mapping.FieldList;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.SensorSource;
import dev.isotherm.parse.mapping.TextFlags;
import dev.isotherm.parse.mapping.ValueTexts;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.parse.time.InstantSyntax;
import dev.isotherm.parse.time.RepeatedHour;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamProgressTest {

  private static final Accounting COUNTS =
      new Accounting(5, 4, Map.of(RejectionReason.EMPTY, 1L), 7, 12, 2, 2);

  private static final InstantSyntax CHANGED =
      new InstantSyntax(
          ZoneId.of("Europe/Berlin"),
          List.of("dd/MM/yyyy, HH:mm", "iso"),
          RepeatedHour.LATER,
          Instant.parse("1990-01-01T00:00:00Z").toEpochMilli());

  @Test
  void whatIsWrittenIsRead() {
    StreamSettings sliding =
        new StreamSettings(
            "1min",
            "10s",
            null,
            ParseOptions.defaults()
                .withInstants(CHANGED)
                .withFields("time", "id")
                .withMetrics(Set.of("a", "b")),
            "5s",
            "9s",
            "r1",
            "1h");
    OffsetRange range = new OffsetRange("t", Map.of(0, 5L), Map.of(0, 9L));
    EarlierRun before = new EarlierRun(Map.of(0, 1L, 1, 0L), Map.of(0, 5L, 1, 3L), 700, COUNTS);
    StreamProgress progress =
        new StreamProgress(
            "g",
            sliding,
            range,
            1_000,
            900,
            COUNTS,
            "job",
            List.of(before),
            List.of("metric humidty"),
            List.of(LeftOut.one("hum", LeftOutReason.NOT_A_NUMBER, "NAN")),
            50,
            1_000L);
    assertThat(StreamProgress.read(progress.line())).isEqualTo(progress);
    assertThat(StreamProgress.read(progress.line()).settings().lateness())
        .contains(Duration.ofHours(1));
    assertThat(new String(StreamProgress.key("g"), UTF_8)).isEqualTo("{\"group\":\"g\"}");
  }

  @Test
  void equalSettingsHaveEqualOptionsHoweverTheyAreWritten() {
    StreamSettings seconds =
        new StreamSettings(
            "60s",
            "10s",
            null,
            ParseOptions.defaults().withFields("time", "id").withMetrics(Set.of("b", "a", "c")),
            "5s",
            null,
            "r1",
            null);
    StreamSettings minute =
        new StreamSettings(
            "1min",
            "10s",
            null,
            ParseOptions.defaults().withFields("time", "id").withMetrics(Set.of("c", "b", "a")),
            "5s",
            null,
            "r2",
            null);
    assertThat(seconds.options()).isEqualTo(minute.options());
    assertThat(seconds.options())
        .hasToString(
            "{--max-clock-skew=5s, --metrics=a,b,c, --sensor-field=id, --slide=10s,"
                + " --timestamp-field=time, --window=1min, --zone=UTC}");
    StreamSettings days =
        new StreamSettings(
            "day",
            null,
            null,
            ParseOptions.defaults().withFields("time", "id"),
            "5s",
            "9s",
            "r",
            null);
    assertThat(days.options())
        .containsEntry("--window", "day")
        .containsEntry("--reorder", "9s")
        .doesNotContainKeys("--slide", "--session-gap", "--metrics");
  }

  @Test
  void theBaselineIsPartOfAStream() {
    StreamSettings without = settings(InstantSyntax.in(ZoneId.of("UTC")));
    StreamSettings with =
        new StreamSettings(
            "1min", null, null, without.parsing(), "5s", null, "r", "1h", null, "s-1", "b-1", null);
    assertThat(without.options()).doesNotContainKeys("--baseline", "--sensors");
    assertThat(with.options()).containsEntry("--baseline", "b-1").containsEntry("--sensors", "s-1");
    assertThat(new String(progress(with).line(), UTF_8)).contains("\"baseline\":\"b-1\"");
    assertThat(new String(progress(without).line(), UTF_8)).doesNotContain("baseline");
    assertThat(StreamProgress.read(progress(with).line()).settings()).isEqualTo(with);
    assertThat(with.withParsing(without.parsing())).isEqualTo(with);
  }

  @Test
  void percentilesArePartOfAStream() {
    StreamSettings without = settings(InstantSyntax.in(ZoneId.of("UTC")));
    StreamSettings with =
        new StreamSettings(
            "1min",
            null,
            null,
            without.parsing(),
            "5s",
            null,
            "r",
            "1h",
            null,
            null,
            null,
            "50,99.9");
    assertThat(without.options()).doesNotContainKey("--percentiles");
    assertThat(without.wantedPercentiles().isEmpty()).isTrue();
    assertThat(with.options()).containsEntry("--percentiles", "50,99.9");
    assertThat(with.wantedPercentiles().numbers()).containsExactly("50", "99.9");
    assertThat(new String(progress(with).line(), UTF_8)).contains("\"percentiles\":\"50,99.9\"");
    assertThat(new String(progress(without).line(), UTF_8)).doesNotContain("percentiles");
    assertThat(StreamProgress.read(progress(with).line()).settings()).isEqualTo(with);
    assertThat(with.withParsing(without.parsing())).isEqualTo(with);
  }

  @Test
  void theLabelsOfGroupsArePartOfAStream() {
    StreamSettings without = settings(InstantSyntax.in(ZoneId.of("UTC")));
    StreamSettings with = without.withGroupBy("line,site");
    assertThat(without.options()).doesNotContainKey("--group-by");
    assertThat(without.groups()).isEmpty();
    assertThat(with.options()).containsEntry("--group-by", "line,site");
    assertThat(new String(progress(with).line(), UTF_8)).contains("\"group_by\":\"line,site\"");
    assertThat(new String(progress(without).line(), UTF_8)).doesNotContain("group_by");
    StreamSettings read = StreamProgress.read(progress(with).line()).settings();
    assertThat(read).isEqualTo(with);
    assertThat(read.groups()).contains(GroupBy.parse("site,line"));
    assertThat(with.withParsing(without.parsing())).isEqualTo(with);
  }

  /** A stream of a version that excluded nothing must be continued in that way. */
  @Test
  void whetherImplausibleReadingsAreExcludedIsPartOfAStream() {
    StreamSettings without = settings(InstantSyntax.in(ZoneId.of("UTC")));
    StreamSettings with =
        new StreamSettings(
                "1min",
                null,
                null,
                without.parsing(),
                "5s",
                null,
                "r",
                "1h",
                null,
                "s-1",
                null,
                null)
            .withImplausible(StreamSettings.EXCLUDE);
    assertThat(without.options()).doesNotContainKey("--implausible");
    assertThat(with.options()).containsEntry("--implausible", "exclude");
    assertThat(new String(progress(with).line(), UTF_8)).contains("\"implausible\":\"exclude\"");
    assertThat(new String(progress(without).line(), UTF_8)).doesNotContain("implausible");
    assertThat(StreamProgress.read(progress(with).line()).settings()).isEqualTo(with);
    assertThat(with.excludesImplausible()).isTrue();
    assertThat(with.withParsing(without.parsing())).isEqualTo(with);
    byte[] unknown =
        new String(progress(with).line(), UTF_8).replace("exclude", "keep").getBytes(UTF_8);
    assertThatThrownBy(() -> StreamProgress.read(unknown))
        .hasMessage("implausible keep: is not known; exclude is");
  }

  /** The registry may move, so its address is no part of what a stream is. */
  @Test
  void theFormatOfValuesIsPartOfAStreamAndTheAddressOfTheRegistryIsNot() {
    StreamSettings json = settings(InstantSyntax.in(ZoneId.of("UTC")));
    StreamSettings avro = json.withParsing(json.parsing().withSchemaRegistry("http://a:8081"));
    StreamSettings moved = json.withParsing(json.parsing().withSchemaRegistry("http://b/c"));
    assertThat(json.options()).doesNotContainKeys("--value-format", "--schema-registry");
    assertThat(avro.options()).containsEntry("--value-format", "avro").isEqualTo(moved.options());
    StreamProgress progress =
        new StreamProgress(
            "g",
            avro,
            new OffsetRange("t", Map.of(), Map.of()),
            1_000,
            900,
            COUNTS,
            "job",
            List.of());
    assertThat(StreamProgress.read(progress.line())).isEqualTo(progress);
    String other =
        new String(progress.line(), UTF_8)
            .replace("\"value_format\":\"avro", "\"value_format\":\"cbor");
    assertThatThrownBy(() -> StreamProgress.read(other.getBytes(UTF_8)))
        .hasMessageContaining("value_format cbor: is not known; avro is");
  }

  /** The form of a single name is that of 0.2.0, whatever characters it has. */
  @Test
  void severalFieldsAreToldFromOneWhoseNameHasCommas() {
    StreamSettings one = fields(FieldList.of("Date, Time"), FieldList.of("a,b"));
    StreamSettings several = fields(FieldList.of("Date", "Time, \"UTC\""), FieldList.of("a", "b"));
    assertThat(one.options())
        .containsEntry("--timestamp-field", "Date, Time")
        .containsEntry("--sensor-field", "a,b");
    assertThat(several.options())
        .containsEntry("--timestamp-field", "\"Date\",\"Time, \"\"UTC\"\"\"")
        .containsEntry("--sensor-field", "\"a\",\"b\"");
    for (StreamSettings settings : List.of(one, several)) {
      assertThat(StreamProgress.read(progress(settings).line()).settings()).isEqualTo(settings);
    }
    assertThat(new String(progress(several).line(), UTF_8))
        .contains("\"timestamp_field\":\"Date\\nTime, \\\"UTC\\\"\",\"sensor_field\":\"a\\nb\",");
  }

  /** A replay reads the same readings, however the option was written. */
  @Test
  void flagsArePartOfAStream() {
    StreamSettings without = settings(InstantSyntax.in(ZoneId.of("UTC")));
    StreamSettings with = flags(without, "status=OB|LB", "timestamp=x");
    assertThat(without.options()).doesNotContainKey("--flags");
    assertThat(with.options())
        .containsEntry("--flags", "status=LB|OB,timestamp=x")
        .isEqualTo(flags(without, "timestamp=x", "status=LB|OB").options());
    assertThat(new String(progress(with).line(), UTF_8))
        .contains("\"flags\":\"status=LB|OB\\ntimestamp=x\"");
    assertThat(new String(progress(without).line(), UTF_8)).doesNotContain("flags");
    StreamSettings read = StreamProgress.read(progress(with).line()).settings();
    assertThat(read).isEqualTo(with).isNotEqualTo(without);
    assertThat(read.parsing().flags().of("status")).isNotNull();
  }

  private static StreamSettings flags(StreamSettings settings, String... flags) {
    return settings.withParsing(
        settings
            .parsing()
            .withFields("time", "id")
            .withTexts(
                ValueTexts.of(List.of("on=1"), true).withFlags(TextFlags.of(List.of(flags)))));
  }

  private static StreamSettings fields(FieldList timestamp, FieldList sensor) {
    ParseOptions parsing =
        ParseOptions.defaults().withFields(timestamp, SensorSource.fields(sensor));
    return new StreamSettings("1min", null, null, parsing, "5s", null, "r", "1h");
  }

  private static StreamProgress progress(StreamSettings settings) {
    OffsetRange range = new OffsetRange("t", Map.of(0, 5L), Map.of(0, 9L));
    return new StreamProgress("g", settings, range, 1_000, 900, COUNTS, "job", List.of());
  }

  @Test
  void settingsOfInstantsAreOptionsWhereTheyAreNotTheDefault() {
    assertThat(settings(InstantSyntax.in(ZoneId.of("UTC"))).options())
        .doesNotContainKeys("--timestamp-format", "--repeated-hour", "--earliest");
    assertThat(settings(CHANGED).options())
        .containsEntry("--timestamp-format", "dd/MM/yyyy, HH:mm, iso")
        .containsEntry("--repeated-hour", "later")
        .containsEntry("--earliest", "1990-01-01T00:00:00Z");
    assertThat(settings(CHANGED).bounds().earliestMillis()).isEqualTo(CHANGED.earliestMillis());
  }

  /** What a stream of 0.2.0 has read is compared with what 0.2.0 would read. */
  @Test
  void recordsOf020ReadTimestampsAs020Did() {
    StreamProgress today = progress(settings(InstantSyntax.in(ZoneId.of("UTC"))));
    String before =
        new String(today.line(), UTF_8)
            .replaceAll(",\"(timestamp_formats|repeated_hour|earliest)\":\"[^\"]*\"", "");
    assertThat(before).doesNotContain("timestamp_formats", "repeated_hour", "earliest");
    StreamSettings read = StreamProgress.read(before.getBytes(UTF_8)).settings();
    assertThat(read.parsing().instants().formats()).containsExactly("iso", "epoch");
    assertThat(read.bounds().earliestMillis()).isEqualTo(InstantSyntax.NO_EARLIEST);
    assertThat(read.options()).isEqualTo(today.settings().options());
  }

  private static StreamSettings settings(InstantSyntax instants) {
    return new StreamSettings(
        "1min", null, null, ParseOptions.defaults().withInstants(instants), "5s", null, "r", "1h");
  }

  @Test
  void nothingYetIsReadToo() {
    StreamSettings sessions =
        new StreamSettings(
            null,
            null,
            "30s",
            ParseOptions.defaults().withFields("t", "s"),
            "1min",
            null,
            "r",
            null);
    StreamProgress none =
        new StreamProgress(
            "g",
            sessions,
            new OffsetRange("t", Map.of(), Map.of()),
            Long.MIN_VALUE,
            Long.MIN_VALUE,
            Accounting.NONE,
            "",
            List.of());
    StreamProgress read = StreamProgress.read(none.line());
    assertThat(read.watermarkMillis()).isEqualTo(Long.MIN_VALUE);
    assertThat(read.deadlinesMillis()).isEqualTo(Long.MIN_VALUE);
    assertThat(read.settings()).isEqualTo(sessions);
    assertThat(read.settings().lateness()).isEmpty();
    assertThat(read.settings().windowing()).hasToString("sessions with gaps of 30s");
    assertThat(read.settings().windowInWords()).isEqualTo("sessions with gaps of 30s");
  }

  /** Records of version 0.1 name neither the job nor earlier runs. */
  @Test
  void aRecordOfTheFirstVersionIsRead() {
    String line =
        "{\"group\":\"g\",\"topic\":\"t\",\"settings\":{\"window\":\"1min\",\"slide\":null,"
            + "\"session_gap\":null,\"zone\":\"UTC\",\"max_clock_skew\":\"1min\","
            + "\"timestamp_field\":\"t\",\"sensor_field\":\"s\",\"metrics\":\"\",\"reorder\":null,"
            + "\"rules\":\"r\"},\"from\":{\"0\":5},\"to\":{\"0\":9},\"watermark\":null,"
            + "\"deadlines\":null,\"messages\":4,\"accepted\":4,\"rejected\":{},\"readings\":4,"
            + "\"aggregated\":4,\"late\":0}";
    StreamProgress read = StreamProgress.read(line.getBytes(UTF_8));
    assertThat(read.job()).isEmpty();
    assertThat(read.earlierRuns()).isEmpty();
    assertThat(read.unmatched()).isEmpty();
    assertThat(read.accounting().messages()).isEqualTo(4);
  }

  @Test
  void aFieldThatCannotBeReadIsNamed() {
    StreamSettings wrong =
        new StreamSettings(
            "soon",
            null,
            null,
            ParseOptions.defaults().withFields("t", "s"),
            "1min",
            null,
            "r",
            null);
    assertThatThrownBy(wrong::windowing).hasMessageStartingWith("window soon: must be hour, day");
    assertThatThrownBy(() -> StreamProgress.read("{\"group\":\"g\"}".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is missing");
  }
}
