package dev.isotherm.jobs.verify;

import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLines;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A difference between the replay of the log and the published results. */
public sealed interface Difference {

  /** Names the subject, the values of both sides and the probable cause. */
  String sentence();

  /**
   * Different averages of a window.
   *
   * @param log the average of the replay; {@code null} for none
   * @param published the last published average; {@code null} for none
   */
  record OfAverage(@Nullable Average log, @Nullable Average published) implements Difference {

    SeriesWindow window() {
      return (log != null ? log : published).window();
    }

    @Override
    public String sentence() {
      return String.format(
          "average of %s: the log gives %s, published is %s; %s",
          window(), values(log), values(published), cause());
    }

    private static String values(Average average) {
      return average == null
          ? "none"
          : String.format(
              "count %d, sum %s, mean %s, min %s, max %s, stddev %s until %s",
              average.count(),
              average.sum(),
              average.mean(),
              average.min(),
              average.max(),
              average.stddev(),
              JsonLines.instant(average.windowEndMillis()));
    }

    private String cause() {
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
  }

  /**
   * Different transitions of an alert with the same id.
   *
   * @param log the transition of the replay; {@code null} for none
   * @param published the published transition; {@code null} for none
   */
  record OfTransition(@Nullable Transition log, @Nullable Transition published)
      implements Difference {

    Transition either() {
      return log != null ? log : published;
    }

    @Override
    public String sentence() {
      return String.format(
          "transition %s of rule %s, %s: the log gives %s, published is %s; %s",
          either().id(), either().rule(), either().series(), text(log), text(published), cause());
    }

    private String cause() {
      if (log == null) {
        return "the stream read in another order, as before a crash, or under other rules";
      }
      return published == null
          ? "it should have been published: lost, or under other rules"
          : "the same transition with other values";
    }

    private static String text(Transition transition) {
      return transition == null
          ? "none"
          : new String(JsonLines.of(transition), StandardCharsets.UTF_8);
    }
  }

  /**
   * A message that is rejected for different reasons, or on one side only.
   *
   * @param log the reason in the replay; {@code null} if the message is accepted
   * @param published the published reason; {@code null} if none was published
   */
  record OfRejection(String place, @Nullable String log, @Nullable String published)
      implements Difference {
    @Override
    public String sentence() {
      return String.format(
          "message at %s: by the log it is %s, published is %s; %s",
          place,
          Objects.requireNonNullElse(log, "accepted"),
          Objects.requireNonNullElse(published, "nothing"),
          cause());
    }

    private String cause() {
      if (published == null) {
        return "a rejected message was lost";
      }
      return log == null ? "parsed under other options" : "rejected for another reason";
    }
  }

  /** An entry of the late log whose reading is not in the log. */
  record OfLateLog(LateReading entry) implements Difference {
    @Override
    public String sentence() {
      return String.format(
          "late log: %s is excluded from %s, but the log has no such reading left to exclude",
          entry.reading(), entry.excludedFrom().name().replace('_', ' '));
    }

    Series series() {
      return entry.reading().series();
    }
  }

  /** Different counts of the whole stream. */
  record OfCount(String name, long log, long published) implements Difference {
    @Override
    public String sentence() {
      return String.format(
          "%s: the log gives %d, the stream counted %d; some were read twice or not at all",
          name, log, published);
    }
  }

  /** Revisions of a window that are not consecutive. */
  record OfRevision(SeriesWindow window, int before, int after) implements Difference {
    @Override
    public String sentence() {
      return String.format(
          "average of %s: revision %d was published after revision %d; two streams write to the"
              + " same topic, or one restarted without its state",
          window, after, before);
    }
  }
}
