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
 * The results of a bounded run, read back from its folder.
 *
 * @param firstAverages the first averages, ordered by window and series
 * @param averages number of all averages
 * @param firstRejections the first rejected messages, ordered by source and position
 * @param accounting messages and readings as the job has counted them where it read them, all else
 *     as found in the folder, so that a loss in between shows
 */
public record BatchResults(
    List<Average> firstAverages,
    long averages,
    List<Rejection> firstRejections,
    Accounting accounting) {

  private static final int MAX_REJECTIONS = 5;

  private static final Comparator<Rejection> BY_POSITION =
      Comparator.comparing(Rejection::source).thenComparingLong(Rejection::position);

  public static final Comparator<Average> BY_WINDOW =
      Comparator.comparingLong(Average::windowStartMillis)
          .thenComparingLong(Average::windowEndMillis)
          .thenComparing(Average::series);

  /**
   * Reads the results of a completed job.
   *
   * @param windowsPerReading the number of windows of each reading
   * @param maxAverages how many of the averages to keep
   */
  public static BatchResults read(
      ResultFolder folder, JobExecutionResult job, int windowsPerReading, int maxAverages)
      throws IOException {
    First<Average> firstAverages = new First<>(BY_WINDOW, maxAverages);
    AtomicLong averages = new AtomicLong();
    AtomicLong aggregated = new AtomicLong();
    folder.forEachLine(
        ResultFolder.AVERAGES,
        line -> {
          averages.incrementAndGet();
          if (maxAverages > 0) {
            Average average = JsonLinesReader.readAverage(line);
            aggregated.addAndGet(average.count());
            firstAverages.add(average);
          } else {
            aggregated.addAndGet(JsonLinesReader.readCount(line));
          }
        });
    First<Rejection> firstRejections = new First<>(BY_POSITION, MAX_REJECTIONS);
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
    Accounting counted = counted(job);
    Accounting accounting =
        new Accounting(
            counted.messages(),
            counted.accepted(),
            rejected,
            counted.readings(),
            aggregated.get(),
            late.get(),
            windowsPerReading);
    return new BatchResults(
        firstAverages.sorted(), averages.get(), firstRejections.sorted(), accounting);
  }

  /** The messages, accepted messages and readings that a job has counted where it read them. */
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

  /** Keeps the first elements in an order. */
  private static final class First<T> {

    private final Comparator<T> order;
    private final int max;
    private final PriorityQueue<T> lastOnTop;

    First(Comparator<T> order, int max) {
      this.order = order;
      this.max = max;
      this.lastOnTop = new PriorityQueue<>(order.reversed());
    }

    void add(T one) {
      lastOnTop.add(one);
      if (lastOnTop.size() > max) {
        lastOnTop.remove();
      }
    }

    List<T> sorted() {
      return lastOnTop.stream().sorted(order).toList();
    }
  }
}
