package dev.isotherm.jobs.report;

import dev.isotherm.jobs.copy.CopyLag;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.wire.LeftOutRecord;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The status of a stream.
 *
 * @param progress its progress at its last checkpoint
 * @param asOf the time of that checkpoint
 * @param waiting number of offsets of its topic that it had not read by then
 * @param now the current time
 * @param lag how far a database is behind the results; {@code null} if there is none
 */
public record StreamStatus(
    StreamProgress progress, Instant asOf, long waiting, Instant now, @Nullable CopyLag lag) {

  private static final int MAX_NAMES = 10;

  /** A stream whose results go to no database. */
  public StreamStatus(StreamProgress progress, Instant asOf, long waiting, Instant now) {
    this(progress, asOf, waiting, now, null);
  }

  /**
   * The number of offsets between the range that was read and the ends of a topic. Some may be
   * transaction markers, which are not messages.
   *
   * @param read the range that was read; partitions without a message are missing
   * @param starts where reading starts in such partitions
   */
  public static long waiting(OffsetRange read, Map<Integer, Long> starts, Map<Integer, Long> ends) {
    long waiting = 0;
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      long start = starts.get(end.getKey());
      long next = read.to().getOrDefault(end.getKey(), start);
      waiting += Math.max(0, end.getValue() - next);
    }
    return waiting;
  }

  /** All windows that end at this instant or before are closed. */
  Instant closedUpTo() {
    Windowing windowing = progress.settings().windowing();
    long next = progress.watermarkMillis() + 1;
    long step = windowing.slideMillis();
    return Instant.ofEpochMilli(step > 0 ? windowing.endOf(next) - step : windowing.startOf(next));
  }

  private boolean hasWatermark() {
    return progress.watermarkMillis() != Long.MIN_VALUE;
  }

  private Duration watermarkLag() {
    return Duration.between(Instant.ofEpochMilli(progress.watermarkMillis()), now);
  }

  /** The status as text for users. */
  public String text() {
    String windows =
        hasWatermark()
            ? String.format(
                "of %s, closed up to %s; the watermark is %s behind the clock",
                progress.settings().windowInWords(), closedUpTo(), words(watermarkLag()))
            : "of " + progress.settings().windowInWords() + ", none closed yet";
    return String.format(
        "%s, read by %s, as of %s (%s ago)%n"
            + "  %s%n"
            + "  %d waiting to be read%n"
            + "  windows %s%s%s%s",
        progress.range().topic(),
        progress.group(),
        Instant.ofEpochSecond(asOf.getEpochSecond()),
        words(Duration.between(asOf, now)),
        progress.accounting().toString().replace("; ", System.lineSeparator() + "  ")
            + lateForAlerts(),
        waiting,
        windows,
        progress.accounting().addsUp()
            ? ""
            : System.lineSeparator() + "  It does not add up: something got lost.",
        database() + unmatched() + leftOut(),
        RunHistory.of(progress).lines().stream()
            .map(line -> System.lineSeparator() + "  " + line)
            .collect(Collectors.joining()));
  }

  private String database() {
    return lag == null ? "" : System.lineSeparator() + "  " + lag.text();
  }

  private String lateForAlerts() {
    long late = progress.lateForAlerts();
    return late == 0
        ? ""
        : String.format("%n  %d %s late for alerts on readings", late, late == 1 ? "was" : "were");
  }

  private String unmatched() {
    return progress.unmatched().isEmpty()
        ? ""
        : System.lineSeparator()
            + "  since the last start or restart of the job, no message had "
            + NameList.of(progress.unmatched(), MAX_NAMES);
  }

  private String leftOut() {
    return progress.leftOut().stream()
        .map(one -> System.lineSeparator() + "  since the start, left out " + one.countedText())
        .collect(Collectors.joining());
  }

  private static String words(Duration duration) {
    Duration whole = Duration.ofSeconds(Math.max(0, duration.toSeconds()));
    return whole.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /** The status as one line of JSON. */
  public String json() {
    byte[] line =
        JsonLinesWriter.object(
            json -> {
              json.writeStringField("group", progress.group());
              json.writeStringField("topic", progress.range().topic());
              json.writeStringField("as_of", JsonLinesWriter.instant(asOf.toEpochMilli()));
              JsonLinesWriter.write(json, progress.accounting());
              json.writeNumberField("late_for_alerts", progress.lateForAlerts());
              json.writeBooleanField("adds_up", progress.accounting().addsUp());
              json.writeNumberField("waiting", waiting);
              json.writeStringField("window", progress.settings().windowInWords());
              if (hasWatermark()) {
                json.writeStringField(
                    "watermark", JsonLinesWriter.instant(progress.watermarkMillis()));
                json.writeStringField("closed_up_to", closedUpTo().toString());
                json.writeNumberField("watermark_lag_ms", watermarkLag().toMillis());
              }
              if (lag != null && lag.error() == null) {
                json.writeNumberField("database_waiting", lag.recordsBehind());
              } else if (lag != null) {
                json.writeStringField("database_error", lag.error());
              }
              progress.writeUnmatched(json);
              LeftOutRecord.write(json, progress.leftOut());
              RunHistory.of(progress).writeTo(json);
            });
    return new String(line, StandardCharsets.UTF_8);
  }
}
