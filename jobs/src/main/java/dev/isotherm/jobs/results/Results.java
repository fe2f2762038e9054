package dev.isotherm.jobs.results;

import dev.isotherm.jobs.format.JsonLinesReader;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.Average;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.pipeline.MessageCounters;
import java.io.IOException;
import java.util.ArrayList;
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
 * @param averages sorted by window, then by series
 * @param firstRejections the first few, in the order of the files and of the lines in them
 */
public record Results(
    List<Average> averages, List<Rejection> firstRejections, Accounting accounting) {

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
   */
  public static Results read(ResultFolder folder, JobExecutionResult job, int windowsPerReading)
      throws IOException {
    List<Average> averages = new ArrayList<>();
    folder.forEachLine(
        ResultFolder.AVERAGES, line -> averages.add(JsonLinesReader.readAverage(line)));
    averages.sort(BY_WINDOW);
    PriorityQueue<Rejection> first = new PriorityQueue<>(BY_PLACE.reversed());
    Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
    folder.forEachLine(
        ResultFolder.REJECTED,
        line -> {
          Rejection rejection = JsonLinesReader.readRejection(line);
          rejected.merge(rejection.reason(), 1L, Long::sum);
          first.add(rejection);
          if (first.size() > SHOWN_REJECTIONS) {
            first.remove();
          }
        });
    AtomicLong late = new AtomicLong();
    folder.forEachLine(ResultFolder.LATE, line -> late.incrementAndGet());
    Accounting accounting =
        new Accounting(
            counted(job, MessageCounters.MESSAGES),
            counted(job, MessageCounters.ACCEPTED),
            rejected,
            counted(job, MessageCounters.READINGS),
            averages.stream().mapToLong(Average::count).sum(),
            late.get(),
            windowsPerReading);
    return new Results(averages, first.stream().sorted(BY_PLACE).toList(), accounting);
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
