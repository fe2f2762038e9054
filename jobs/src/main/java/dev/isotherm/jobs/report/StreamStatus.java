package dev.isotherm.jobs.report;

import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonLines;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How a stream is.
 *
 * @param progress as of its last checkpoint
 * @param asOf when that was
 * @param waiting offsets of its topic that it has not read by then
 * @param now when this is said
 */
public record StreamStatus(StreamProgress progress, Instant asOf, long waiting, Instant now) {

  /**
   * Offsets that lie between what was read and the ends of a topic. Some may be marks of
   * transactions, which are no messages.
   *
   * @param read what was read; a partition that is missing has not had a message
   * @param starts where partitions are read from otherwise
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

  /** All windows that end here or before are closed. */
  Instant closedUpTo() {
    Windowing windowing = progress.settings().windowing();
    long next = progress.watermarkMillis() + 1;
    long step = windowing.slideMillis();
    return Instant.ofEpochMilli(step > 0 ? windowing.endOf(next) - step : windowing.startOf(next));
  }

  private boolean hasWatermark() {
    return progress.watermarkMillis() != Long.MIN_VALUE;
  }

  private Duration lag() {
    return Duration.between(Instant.ofEpochMilli(progress.watermarkMillis()), now);
  }

  /** For people. */
  public String text() {
    String windows =
        hasWatermark()
            ? String.format(
                "of %s, closed up to %s; the watermark is %s behind the clock",
                progress.settings().windowInWords(), closedUpTo(), words(lag()))
            : "of " + progress.settings().windowInWords() + ", none closed yet";
    return String.format(
        "%s, read by %s, as of %s (%s ago)%n"
            + "  %s%n"
            + "  %d waiting to be read%n"
            + "  windows %s%s",
        progress.range().topic(),
        progress.group(),
        Instant.ofEpochSecond(asOf.getEpochSecond()),
        words(Duration.between(asOf, now)),
        progress.accounting().toString().replace("; ", System.lineSeparator() + "  "),
        waiting,
        windows,
        progress.accounting().addsUp()
            ? ""
            : System.lineSeparator() + "  It does not add up: something got lost.");
  }

  private static String words(Duration duration) {
    Duration whole = Duration.ofSeconds(Math.max(0, duration.toSeconds()));
    return whole.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
  }

  /** For machines. */
  public String json() {
    byte[] line =
        JsonLines.object(
            json -> {
              json.writeStringField("group", progress.group());
              json.writeStringField("topic", progress.range().topic());
              json.writeStringField("as_of", JsonLines.instant(asOf.toEpochMilli()));
              JsonLines.write(json, progress.accounting());
              json.writeBooleanField("adds_up", progress.accounting().addsUp());
              json.writeNumberField("waiting", waiting);
              json.writeStringField("window", progress.settings().windowInWords());
              if (hasWatermark()) {
                json.writeStringField("watermark", JsonLines.instant(progress.watermarkMillis()));
                json.writeStringField("closed_up_to", closedUpTo().toString());
                json.writeNumberField("watermark_lag_ms", lag().toMillis());
              }
            });
    return new String(line, StandardCharsets.UTF_8);
  }
}
