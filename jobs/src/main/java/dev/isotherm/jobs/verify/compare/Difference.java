package dev.isotherm.jobs.verify.compare;

import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Transition;
import dev.isotherm.model.percentile.Percentiles;
import dev.isotherm.wire.JsonLinesWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A difference between the replay of the log and the published results.
 *
 * @param kind what differs
 * @param sentence names the subject, the values of both sides and the probable cause
 * @param explainedBy the readings of later messages that may explain the difference; {@code null}
 *     if none may
 */
public record Difference(Kind kind, String sentence, @Nullable ExplainedBy explainedBy) {

  /** What differs. */
  public enum Kind {
    /** The last average of a window is missing, superfluous or has other values. */
    AVERAGE,
    /** An average lacks readings that the log holds from before the first run of the stream. */
    PARTIAL,
    /** The revisions of a window are not consecutive, or a later one has fewer readings. */
    REVISION,
    /** A transition is missing, superfluous or has other values. */
    TRANSITION,
    /** The last published transition of an alert is not the state that the alert is in. */
    ALERT,
    /** A message is rejected on one side only, for another reason, or twice. */
    REJECTED,
    /** The late log names a reading that the log does not contain. */
    LATE_LOG,
    /** The number of messages or readings. */
    COUNT,
    /** An archive has a message twice, or not at all. */
    ARCHIVE
  }

  /** Returns this difference with what a later message has to do with it. */
  public Difference undecided(String because) {
    return new Difference(kind, sentence + "; undecided: " + because, null);
  }

  private static String text(@Nullable Average average) {
    return average == null
        ? "none"
        : String.format(
            Locale.ROOT,
            "count %d, sum %s, mean %s, min %s, max %s, stddev %s%s%s until %s",
            average.count(),
            average.sum(),
            average.mean(),
            average.min(),
            average.max(),
            average.stddev(),
            text(average.percentiles()),
            average.expected() == 0 ? "" : ", expected " + average.expected(),
            JsonLinesWriter.instant(average.windowEndMillis()));
  }

  private static String text(Percentiles percentiles) {
    StringBuilder text = new StringBuilder();
    percentiles.all().forEach(one -> text.append(", p" + one.number() + " ").append(one.value()));
    return text.toString();
  }

  private static String text(@Nullable Transition transition) {
    return transition == null
        ? "none"
        : new String(JsonLinesWriter.of(transition), StandardCharsets.UTF_8);
  }

  /**
   * Different averages of a window.
   *
   * @param log the average of the replay; {@code null} for none
   * @param published the last published average; {@code null} for none
   */
  public static Difference ofAverage(
      @Nullable Average log, @Nullable Average published, @Nullable ExplainedBy explainedBy) {
    SeriesWindow window = (log != null ? log : published).window();
    return new Difference(
        Kind.AVERAGE,
        String.format(
            "average of %s: the log gives %s, published is %s; %s",
            window, text(log), text(published), cause(log, published)),
        explainedBy);
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
      return String.format(
          "partial: %d of %d readings; %d of the log are neither in the average nor in the late"
              + " log: lost",
          published.count(), log.count(), missing);
    }
    if (missing < 0) {
      return -missing
          + " too many: counted twice, or in the late log although they are in the average";
    }
    return "as many readings, but other values: averaged in another way, or the log was changed";
  }

  /**
   * An average that lacks readings from before the first run of the stream.
   *
   * @param earlier how many of them the log holds
   */
  public static Difference ofPartial(Average published, long earlier) {
    return new Difference(
        Kind.PARTIAL,
        String.format(
            Locale.ROOT,
            "average of %s: partial: %d of %d readings; the stream began in the middle of the"
                + " window, %s before its first message",
            published.window(),
            published.count(),
            published.count() + earlier,
            earlier == 1 ? "the log holds 1 reading" : "the log holds " + earlier + " readings"),
        null);
  }

  /**
   * Revisions of a window that are not consecutive, or of which the later one has less readings.
   */
  public static Difference ofRevision(Average before, Average after) {
    boolean overwritten = after.count() < before.count();
    return new Difference(
        Kind.REVISION,
        String.format(
            Locale.ROOT,
            "average of %s: revision %d was published after revision %d%s; two streams write to"
                + " the same topic, or one restarted without its state",
            after.window(),
            after.revision(),
            before.revision(),
            overwritten
                ? String.format(
                    Locale.ROOT,
                    ", and overwrote %d readings with %d",
                    before.count(),
                    after.count())
                : ""),
        null);
  }

  /**
   * Different transitions of an alert with the same id.
   *
   * @param log the transition of the replay; {@code null} for none
   * @param published the published transition; {@code null} for none
   */
  public static Difference ofTransition(
      @Nullable Transition log, @Nullable Transition published, ExplainedBy explainedBy) {
    Transition either = log != null ? log : published;
    return new Difference(
        Kind.TRANSITION,
        String.format(
            "transition %s of rule %s, %s: the log gives %s, published is %s; %s",
            either.id(),
            either.rule(),
            either.series(),
            text(log),
            text(published),
            cause(log, published)),
        explainedBy);
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
   * An alert that is in another state than the one published last.
   *
   * @param log the last transition of the replay; {@code null} if the alert is inactive
   * @param published the transition published last; {@code null} for none
   */
  public static Difference ofAlert(
      @Nullable Transition log, @Nullable Transition published, ExplainedBy explainedBy) {
    Transition either = log != null ? log : published;
    return new Difference(
        Kind.ALERT,
        String.format(
            "alert of rule %s, %s: by the log it is %s, the last published transition says %s;"
                + " whoever reads the topic has a wrong picture of this alert",
            either.rule(), either.series(), stateAfter(log), stateAfter(published)),
        explainedBy);
  }

  private static String stateAfter(@Nullable Transition last) {
    if (last == null) {
      return "inactive";
    }
    String state = EnumText.lowerCase(last.state());
    String severity = last.severity().text();
    return (last.state() == AlertState.FIRING ? state + " (" + severity + ")" : state)
        + " since "
        + JsonLinesWriter.instant(last.atMillis());
  }

  /** A published transition that takes back another one, although there is none to take back. */
  public static Difference ofTakenBack(Transition published, ExplainedBy explainedBy) {
    return new Difference(
        Kind.TRANSITION,
        String.format(
            "transition %s of rule %s, %s: %s; it takes back a transition that the log gives, or"
                + " that was never published",
            published.id(), published.rule(), published.series(), text(published)),
        explainedBy);
  }

  /**
   * A message that is rejected for different reasons, or on one side only.
   *
   * @param log the reason in the replay; {@code null} if the message is accepted
   * @param published the published reason; {@code null} if none was published
   */
  public static Difference ofRejection(
      String place, @Nullable String log, @Nullable String published) {
    return new Difference(
        Kind.REJECTED,
        String.format(
            "message at %s: by the log it is %s, published is %s; %s",
            place,
            Objects.requireNonNullElse(log, "accepted"),
            Objects.requireNonNullElse(published, "nothing"),
            cause(log, published)),
        null);
  }

  private static String cause(@Nullable String log, @Nullable String published) {
    if (published == null) {
      return "a rejected message was lost";
    }
    return log == null ? "parsed under other options" : "rejected for another reason";
  }

  /** A message that was published as rejected more than once. */
  public static Difference ofRepeatedRejection(String place, long times) {
    return new Difference(
        Kind.REJECTED,
        String.format(
            Locale.ROOT,
            "message at %s: was published as rejected %d times; two streams write to the same"
                + " topic, or one restarted without its state",
            place,
            times),
        null);
  }

  /** Different counts of the whole stream. */
  public static Difference ofCount(String name, long log, long published) {
    return new Difference(
        Kind.COUNT,
        String.format(
            Locale.ROOT,
            "%s: the log gives %d, the stream counted %d; some were read twice or not at all",
            name,
            log,
            published),
        null);
  }
}
