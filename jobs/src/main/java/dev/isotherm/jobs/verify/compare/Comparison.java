package dev.isotherm.jobs.verify.compare;

import dev.isotherm.model.Accounting;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.wire.StreamProgress;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the results of a replay of the log with the published results of a stream. Each result
 * is compared by itself: all that belongs to one window, to one alert or to one message.
 *
 * @param scope results outside of it are not compared
 * @param isOneRun whether the stream was never begun anew
 */
public record Comparison(
    ComparisonScope scope, AverageComparison averages, AlertComparison alerts, boolean isOneRun)
    implements Serializable {

  private static final long serialVersionUID = 1;

  public static Comparison of(
      ComparisonScope scope, WatermarkTransitions watermarkTransitions, StreamProgress progress) {
    return new Comparison(
        scope,
        new AverageComparison(
            scope,
            progress.settings().windowing(),
            progress.settings().lateness().map(Duration::toMillis).orElse(Long.MAX_VALUE)),
        new AlertComparison(scope, watermarkTransitions),
        progress.earlierRuns().isEmpty());
  }

  /**
   * Compares the rejections of one message.
   *
   * @param place its {@code topic-partition:offset}
   * @param log the reason in the replay; {@code null} if the message is accepted
   * @param published the published reason; {@code null} for none
   * @param times how often it was published
   */
  public static void rejection(
      String place,
      @Nullable String log,
      @Nullable String published,
      long times,
      Findings findings) {
    if (times > 1) {
      findings.differs(Difference.ofRepeatedRejection(place, times));
    }
    if (log != null && log.equals(published)) {
      findings.matches();
    } else {
      findings.differs(Difference.ofRejection(place, log, published));
    }
  }

  /**
   * Whether the message of a published rejection is among those that are compared.
   *
   * @param source its {@code topic-partition}
   */
  public boolean compares(String source, long offset) {
    int dash = source.lastIndexOf('-');
    return source.substring(0, Math.max(0, dash)).equals(scope.log().topic())
        && scope.log().contains(Integer.parseInt(source.substring(dash + 1)), offset);
  }

  /**
   * Whether an entry of the late log whose reading is not in the log, or the other way round, is a
   * difference. Runs that have read the same message have each named it. Whether a value is stuck
   * depends on all readings before it, and is decided when the watermark has passed it.
   */
  public boolean compares(LateReading unmatched) {
    long instant = unmatched.reading().epochMillis();
    if (unmatched.excludedFrom() == Exclusion.IMPLAUSIBLE_RANGE) {
      return scope.covers(instant) && scope.isReadOnce();
    }
    if (unmatched.excludedFrom().isOfCheck()) {
      return scope.covers(instant)
          && scope.isWhole()
          && isOneRun
          && instant <= scope.watermarkMillis();
    }
    return scope.covers(unmatched.reading().epochMillis())
        && (scope.isWhole() || unmatched.excludedFrom() == Exclusion.AVERAGES);
  }

  /**
   * Compares the counts of messages and readings of the whole stream.
   *
   * @param published the counts of all its runs
   */
  public List<Difference> counts(Accounting log, Accounting published) {
    List<Difference> differences = new ArrayList<>();
    if (scope.isWhole() && scope.isReadOnce()) {
      count("messages", log.messages(), published.messages(), differences);
      count("accepted messages", log.accepted(), published.accepted(), differences);
      count("readings", log.readings(), published.readings(), differences);
    }
    return differences;
  }

  private static void count(String name, long log, long published, List<Difference> differences) {
    if (log != published) {
      differences.add(Difference.ofCount(name, log, published));
    }
  }
}
