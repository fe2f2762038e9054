package dev.isotherm.jobs.report;

import dev.isotherm.flow.ingest.MessageCounters;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.Average;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.wire.JsonLinesReader;
import java.io.IOException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.JobExecutionResult;

/**
 * What a bounded run wrote, read back from its folder.
 *
 * @param firstAverages the first few, by window, then by series
 * @param averages how many there are
 * @param firstRejections the first few, in the order of the files and of the lines in them
 */
public record BatchResults(
    List<Average> firstAverages,
    long averages,
    List<Rejection> firstRejections,
    Accounting accounting) {

  private static final int SHOWN_REJECTIONS = 5;

  private static final Comparator<Rejection> BY_PLACE =
      Comparator.comparing(Rejection::source).thenComparingLong(Rejection::position);

  public static final Comparator<Average> BY_WINDOW =
      Comparator.comparingLong(Average::windowStartMillis)
          .thenComparingLong(Average::windowEndMillis)
          .thenComparing(Average::series);

  /**
   * Reads the results of a job that has ended.
   *
   * @param windowsPerReading in how many windows each reading should be
   * @param mostAverages how many of the averages are wanted
   */
  public static BatchResults read(
      ResultFolder folder, JobExecutionResult job, int windowsPerReading, int mostAverages)
      throws IOException {
    First<Average> firstAverages = new First<>(BY_WINDOW, mostAverages);
    AtomicLong averages = new AtomicLong();
    AtomicLong aggregated = new AtomicLong();
    folder.forEachLine(
        ResultFolder.AVERAGES,
        line -> {
          averages.incrementAndGet();
          if (mostAverages > 0) {
            Average average = JsonLinesReader.readAverage(line);
            aggregated.addAndGet(average.count());
            firstAverages.add(average);
          } else {
            aggregated.addAndGet(JsonLinesReader.readCount(line));
          }
        });
    First<Rejection> firstRejections = new First<>(BY_PLACE, SHOWN_REJECTIONS);
    Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
    folder.forEachLine(
        ResultFolder.REJECTED,
        line -> {
          Rejection rejection = JsonLinesReader.readRejection(line);
          rejected.merge(rejection.reason(), 1L, Long::sum);
          firstRejections.add(rejection);
        });
    AtomicLong late = new AtomicLong();
    folder.forEachLine(ResultFolder.LATE, line -> late.incrementAndGet());
    Accounting accounting =
        new Accounting(
            counted(job, MessageCounters.MESSAGES),
            counted(job, MessageCounters.ACCEPTED),
            rejected,
            counted(job, MessageCounters.READINGS),
            aggregated.get(),
            late.get(),
            windowsPerReading);
    return new BatchResults(
        firstAverages.sorted(), averages.get(), firstRejections.sorted(), accounting);
  }

  /** The first of many by some order; holds no more of them. */
  private static final class First<T> {

    private final Comparator<T> order;
    private final int most;
    private final PriorityQueue<T> lastOnTop;

    First(Comparator<T> order, int most) {
      this.order = order;
      this.most = most;
      this.lastOnTop = new PriorityQueue<>(order.reversed());
    }

    void add(T one) {
      lastOnTop.add(one);
      if (lastOnTop.size() > most) {
        lastOnTop.remove();
      }
    }

    List<T> sorted() {
      return lastOnTop.stream().sorted(order).toList();
    }
  }

  /** What a job counted where it read: messages, accepted ones, and their readings. */
  public static Accounting counted(JobExecutionResult job) {
    return new Accounting(
        counted(job, MessageCounters.MESSAGES),
        counted(job, MessageCounters.ACCEPTED),
        Map.of(),
        counted(job, MessageCounters.READINGS),
        0,
        0);
  }

  private static long counted(JobExecutionResult job, String name) {
    Long count = job.getAccumulatorResult(name);
    return count == null ? 0 : count;
  }
}
