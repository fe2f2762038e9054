package dev.isotherm.jobs.verify;

import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLines;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Something that the log says in another way than the topics of results. */
public sealed interface Difference {

  /** What it is about, what either side says, and what it probably comes from. */
  String sentence();

  /**
   * The average of a window.
   *
   * @param log what the log gives; {@code null} for none
   * @param published what was published last; {@code null} for none
   */
  record OfAverage(Average log, Average published) implements Difference {

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
        return missing + " of the log are neither in the average nor in the ledger: lost";
      }
      if (missing < 0) {
        return -missing + " too many: counted twice, or in the ledger though they are in here";
      }
      return "as many readings, but not the same values: averaged in another way, or the log was"
          + " changed";
    }
  }

  /**
   * A transition of an alert.
   *
   * @param log what the log gives; {@code null} for none
   * @param published what was published under that id; {@code null} for nothing
   */
  record OfTransition(Transition log, Transition published) implements Difference {

    Transition either() {
      return log != null ? log : published;
    }

    @Override
    public String sentence() {
      return String.format(
          "transition %s of rule %s, %s: the log gives %s, published is %s; %s",
          either().id(),
          either().rule(),
          either().series(),
          text(log),
          text(published),
          log == null
              ? "the stream saw readings in another order, as before a crash, or under other rules"
              : published == null
                  ? "the log says it should have been: lost, or under other rules"
                  : "the same change with other values");
    }

    private static String text(Transition transition) {
      return transition == null
          ? "none"
          : new String(JsonLines.of(transition), StandardCharsets.UTF_8);
    }
  }

  /**
   * A rejected message.
   *
   * @param log why the log says it is rejected; {@code null} if it is not
   * @param published why it was; {@code null} if it was not
   */
  record OfRejection(String place, String log, String published) implements Difference {
    @Override
    public String sentence() {
      return String.format(
          "message at %s: by the log it is %s, published is %s; %s",
          place,
          Objects.requireNonNullElse(log, "accepted"),
          published == null ? "nothing" : published,
          published == null
              ? "a rejected message was lost"
              : log == null ? "parsed under other options" : "told apart in another way");
    }
  }

  /** An entry of the ledger that names no reading of the log. */
  record OfLedger(LateReading entry) implements Difference {
    @Override
    public String sentence() {
      return String.format(
          "ledger: %s is left out of %s, but the log has no such reading left to leave out",
          entry.reading(), entry.excludedFrom().name().replace('_', ' '));
    }

    Series series() {
      return entry.reading().series();
    }
  }

  /** A count of the whole stream. */
  record OfCount(String name, long log, long published) implements Difference {
    @Override
    public String sentence() {
      return String.format(
          "%s: the log gives %d, the stream counted %d; the stream read some twice or not at all",
          name, log, published);
    }
  }

  /** Revisions of one window that do not count up. */
  record OfRevision(SeriesWindow window, int before, int after) implements Difference {
    @Override
    public String sentence() {
      return String.format(
          "average of %s: revision %d was published after revision %d; two streams write to the"
              + " same topic, or one began anew",
          window, after, before);
    }
  }
}
