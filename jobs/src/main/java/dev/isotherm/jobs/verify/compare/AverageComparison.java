package dev.isotherm.jobs.verify.compare;

import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.Lateness;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Compares the averages of one window: that of the replay with those that were published.
 *
 * @param scope windows outside of it are not compared
 * @param windowing the windows of the stream
 * @param allowedLatenessMillis how long after its end a window can still change; {@code
 *     Long.MAX_VALUE} if unknown
 */
public record AverageComparison(
    ComparisonScope scope, Windowing windowing, long allowedLatenessMillis)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * Compares two averages that were published for a window, one right after the other. A later one
   * has the next revision, and not fewer readings.
   *
   * @param before {@code null} if {@code after} is the first one, or the first one after a
   *     withdrawal
   */
  public void revision(@Nullable Average before, Average after, Findings findings) {
    if (before == null || !scope.covers(after.windowStartMillis())) {
      return;
    }
    // Merged sessions continue from the highest of their revisions.
    boolean mayJump = windowing instanceof SessionWindows;
    boolean consecutive =
        mayJump ? after.revision() > before.revision() : after.revision() == before.revision() + 1;
    if (!consecutive || after.count() < before.count()) {
      findings.differs(Difference.ofRevision(before, after));
    }
  }

  /**
   * Compares an average of the replay with the one published last. The revision does not matter. An
   * average whose window is open need not be published.
   *
   * @param log {@code null} if the replay gives none
   * @param published {@code null} if none was published, or the last one was withdrawn
   */
  public void last(@Nullable Average log, @Nullable Average published, Findings findings) {
    Average either = log != null ? log : published;
    if (either == null || !scope.covers(either.windowStartMillis())) {
      return;
    }
    if (log != null && published != null && equalValues(log, published)) {
      findings.matches();
    } else if (published != null || log.window().lastMillis() <= scope.watermarkMillis()) {
      findings.differs(Difference.ofAverage(log, published, explainedBy(log, published)));
    }
  }

  /**
   * Takes note that equal averages of a group have readings of another number of sensors.
   *
   * @param log the average of the replay
   * @param ofLog how many sensors it has readings of
   * @param published how many the average published last has readings of
   */
  public void members(Average log, long ofLog, long published, Findings findings) {
    if (scope.covers(log.windowStartMillis())) {
      findings.differs(
          GroupDifference.ofMembers(log.window(), ofLog, published, explainedBy(log, log)));
    }
  }

  /** Compares bit by bit: an infinite sum equals itself, and 0.0 does not equal -0.0. */
  public static boolean equalValues(Average log, Average published) {
    return log.equals(published.withRevision(log.revision()));
  }

  /**
   * The later readings that may have changed a published average: those in the window, or near the
   * session, unless they were late at the last checkpoint already.
   */
  private @Nullable ExplainedBy explainedBy(@Nullable Average log, @Nullable Average published) {
    SeriesWindow window = joined(log, published);
    if (windowing instanceof SessionWindows sessions) {
      long gap = sessions.gap().toMillis();
      long start = window.startMillis() - gap;
      return ExplainedBy.anyValue(
          window.series(),
          Math.max(start, firstInTime(gap)),
          window.endMillis(),
          false,
          Exclusion.AVERAGES,
          start);
    }
    if (published == null) {
      return null; // A later message cannot undo what should have been published before.
    }
    boolean isFinal = Lateness.isLate(window, allowedLatenessMillis, scope.watermarkMillis());
    return ExplainedBy.anyValue(
        window.series(),
        isFinal ? ExplainedBy.NONE : window.startMillis(),
        window.lastMillis(),
        false,
        Exclusion.AVERAGES,
        window.startMillis());
  }

  private static SeriesWindow joined(@Nullable Average log, @Nullable Average published) {
    if (log == null || published == null) {
      return (log != null ? log : published).window();
    }
    return log.window().joined(published.window());
  }

  /** The first instant at which a reading is not late for sessions. */
  private long firstInTime(long gapMillis) {
    long watermark = scope.watermarkMillis();
    long back = gapMillis + allowedLatenessMillis - 2;
    return watermark == Long.MIN_VALUE || back < 0 || watermark - back > watermark
        ? Long.MIN_VALUE
        : watermark - back;
  }
}
