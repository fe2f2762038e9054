package dev.isotherm.jobs.verify;

import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A difference between the replay of the log and the published results.
 *
 * @param format format of the {@link #sentence}
 * @param values its arguments, as they are: sentences are formatted only if they are shown
 * @param dependsOn the series and the span of time whose readings may explain the difference;
 *     {@code null} if no reading may
 * @param ofWindow whether the span is a window, so that all readings of the window may explain the
 *     difference
 */
public record Difference(
    String format,
    List<@Nullable Object> values,
    @Nullable SeriesWindow dependsOn,
    boolean ofWindow) {

  /** Names the subject, the values of both sides and the probable cause. */
  public String sentence() {
    return String.format(format, values.stream().map(Difference::text).toArray());
  }

  private static Object text(@Nullable Object value) {
    if (value instanceof Average average) {
      return String.format(
          "count %d, sum %s, mean %s, min %s, max %s, stddev %s until %s",
          average.count(),
          average.sum(),
          average.mean(),
          average.min(),
          average.max(),
          average.stddev(),
          JsonLinesWriter.instant(average.windowEndMillis()));
    }
    return value instanceof Transition transition
        ? new String(JsonLinesWriter.of(transition), StandardCharsets.UTF_8)
        : Objects.requireNonNullElse(value, "none");
  }

  /**
   * Whether a reading outside of the comparison, of the same series, may explain this difference.
   *
   * @param windows from the start of the first to the end of the last window of the reading
   */
  boolean mayDependOn(Reading reading, SeriesWindow windows) {
    return ofWindow
        ? dependsOn.touches(windows)
        : reading.epochMillis() >= dependsOn.startMillis()
            && reading.epochMillis() < dependsOn.endMillis();
  }

  /**
   * Different averages of a window.
   *
   * @param log the average of the replay; {@code null} for none
   * @param published the last published average; {@code null} for none
   */
  static Difference ofAverage(@Nullable Average log, @Nullable Average published) {
    SeriesWindow window = (log != null ? log : published).window();
    return new Difference(
        "average of %s: the log gives %s, published is %s; %s",
        Arrays.asList(window, log, published, cause(log, published)), window, true);
  }

  private static String cause(@Nullable Average log, @Nullable Average published) {
    if (published == null) {
      return "the window is closed, but its average was never published, or was deleted";
    }
    if (log == null) {
      return "the log has no reading in time for it: results of something else in the topic,"
          + " or messages that are gone";
    }
    long missing = log.count() - published.count();
    if (missing > 0) {
      return missing + " of the log are neither in the average nor in the late log: lost";
    }
    if (missing < 0) {
      return -missing
          + " too many: counted twice, or in the late log although they are in the average";
    }
    return "as many readings, but other values: averaged in another way, or the log was changed";
  }

  /**
   * Different transitions of an alert with the same id.
   *
   * @param log the transition of the replay; {@code null} for none
   * @param published the published transition; {@code null} for none
   * @param dependsOnEarlier whether any earlier reading may explain the difference
   */
  static Difference ofTransition(
      @Nullable Transition log, @Nullable Transition published, boolean dependsOnEarlier) {
    Transition either = log != null ? log : published;
    long at = either.atMillis();
    return new Difference(
        "transition %s of rule %s, %s: the log gives %s, published is %s; %s",
        Arrays.asList(
            either.id(), either.rule(), either.series(), log, published, cause(log, published)),
        new SeriesWindow(either.series(), dependsOnEarlier ? Long.MIN_VALUE : at, at + 1),
        false);
  }

  private static String cause(@Nullable Transition log, @Nullable Transition published) {
    if (log == null) {
      return "the stream read in another order, as before a crash, or under other rules";
    }
    return published == null
        ? "it should have been published: lost, or under other rules"
        : "the same transition with other values";
  }

  /**
   * A message that is rejected for different reasons, or on one side only.
   *
   * @param log the reason in the replay; {@code null} if the message is accepted
   * @param published the published reason; {@code null} if none was published
   */
  static Difference ofRejection(String place, @Nullable String log, @Nullable String published) {
    return new Difference(
        "message at %s: by the log it is %s, published is %s; %s",
        List.of(
            place,
            Objects.requireNonNullElse(log, "accepted"),
            Objects.requireNonNullElse(published, "nothing"),
            cause(log, published)),
        null,
        false);
  }

  private static String cause(@Nullable String log, @Nullable String published) {
    if (published == null) {
      return "a rejected message was lost";
    }
    return log == null ? "parsed under other options" : "rejected for another reason";
  }

  /** An entry of the late log whose reading is not in the log. */
  static Difference ofLateLog(LateReading entry) {
    Reading reading = entry.reading();
    long at = reading.epochMillis();
    return new Difference(
        "late log: %s is excluded from %s, but the log has no such reading left to exclude",
        List.of(reading, entry.excludedFrom().name().replace('_', ' ')),
        new SeriesWindow(reading.series(), at, at + 1),
        false);
  }

  /** Different counts of the whole stream. */
  static Difference ofCount(String name, long log, long published) {
    return new Difference(
        "%s: the log gives %d, the stream counted %d; some were read twice or not at all",
        List.of(name, log, published), null, false);
  }

  /** Revisions of a window that are not consecutive. */
  static Difference ofRevision(SeriesWindow window, int before, int after) {
    return new Difference(
        "average of %s: revision %d was published after revision %d; two streams write to the same"
            + " topic, or one restarted without its state",
        List.of(window, after, before), window, true);
  }
}
