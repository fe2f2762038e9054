package dev.isotherm.jobs.report;

import dev.isotherm.flow.alert.CollectCoverage;
import dev.isotherm.flow.ingest.CountsByFile;
import dev.isotherm.flow.ingest.FileCounts;
import dev.isotherm.flow.ingest.MessageCounters;
import dev.isotherm.flow.plausibility.CheckRanges;
import dev.isotherm.jobs.archive.ArchivedPartition;
import dev.isotherm.jobs.diff.AlertDiff;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.Average;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.rules.RuleCoverage;
import dev.isotherm.rules.RulesInTable;
import dev.isotherm.rules.baseline.RulesInBaseline;
import dev.isotherm.wire.GroupAverageLine;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.jspecify.annotations.Nullable;

/**
 * The results of a bounded run, read back from its folder.
 *
 * @param firstAverages the first averages, ordered by window and series
 * @param averages number of all averages
 * @param groups the averages of groups
 * @param rejections the rejected messages
 * @param accounting messages and readings as the job has counted them where it read them, all else
 *     as found in the folder, so that a loss in between shows
 * @param duplicates readings that repeat an earlier one
 * @param implausible readings that are no measurements, by the sensor table
 * @param alerts the alerts that fired
 * @param leftOut what was left out of accepted messages
 * @param isZoneGuessed whether times without an offset were read in the default zone
 * @param usable whether a message was accepted, or the input was empty
 * @param warnings what looks like a mistake, one sentence each
 */
public record BatchResults(
    List<Average> firstAverages,
    long averages,
    GroupResults groups,
    RejectionSummary rejections,
    Accounting accounting,
    DuplicateCounts duplicates,
    ImplausibleReport implausible,
    AlertSummary alerts,
    LeftOutReport leftOut,
    boolean isZoneGuessed,
    boolean usable,
    List<String> warnings) {

  private static final int MOST_GROUPS = 1_000;

  public static final Comparator<Average> BY_WINDOW =
      Comparator.comparingLong(Average::windowStartMillis)
          .thenComparingLong(Average::windowEndMillis)
          .thenComparing(Average::series);

  /**
   * Reads the results of a completed job.
   *
   * @param maxAverages how many of the averages to keep
   */
  public static BatchResults read(
      ResultFolder folder, JobExecutionResult job, BatchRequest request, int maxAverages)
      throws IOException {
    FirstInOrder<Average> firstAverages = new FirstInOrder<>(BY_WINDOW, maxAverages);
    RuleCoverage coverage =
        new RuleCoverage(request.rules().rules(), request.sensors(), request.baseline());
    GroupResults groups =
        new GroupResults(request.groups(), request.sensors(), Math.min(maxAverages, MOST_GROUPS));
    AtomicLong averages = new AtomicLong();
    AtomicLong aggregated = new AtomicLong();
    folder.forEachLine(
        ResultFolder.AVERAGES,
        line -> {
          averages.incrementAndGet();
          if (maxAverages > 0) {
            Average average = JsonLinesReader.readAverage(line);
            aggregated.addAndGet(average.count());
            coverage.add(average.series());
            groups.addSeries(average.series(), average.count());
            firstAverages.add(average);
          } else {
            JsonLinesReader.SeriesCount of = JsonLinesReader.readSeriesCount(line);
            aggregated.addAndGet(of.count());
            coverage.add(of.series());
            groups.addSeries(of.series(), of.count());
          }
        });
    folder.forEachLine(
        ResultFolder.GROUP_AVERAGES, line -> groups.add(GroupAverageLine.read(line)));
    Map<String, FileCounts> files = files(job);
    RejectionSummary rejections = new RejectionSummary(files);
    folder.forEachLine(
        ResultFolder.REJECTED, line -> rejections.add(JsonLinesReader.readRejection(line)));
    AlertSummary alerts = new AlertSummary(request.rules(), request.windowing());
    folder.forEachLine(
        ResultFolder.TRANSITIONS, line -> alerts.add(JsonLinesReader.readTransition(line)));
    AtomicLong excluded = new AtomicLong();
    ImplausibleReport implausible = new ImplausibleReport();
    folder.forEachLine(
        ResultFolder.LATE,
        line -> {
          excluded.incrementAndGet();
          implausible.add(JsonLinesReader.readLate(line));
        });
    Accounting counted = counted(job);
    DuplicateCounts duplicates = DuplicateCounts.of(job);
    Accounting accounting =
        new Accounting(
                counted.messages(),
                counted.accepted(),
                rejections.byReason(),
                counted.readings(),
                aggregated.get(),
                excluded.get() - implausible.count(),
                request.windowing().windowsPerReading())
            .withDuplicates(duplicates.dropped())
            .withImplausible(implausible.count());
    List<String> withoutMessages = FileWarnings.withoutMessages(request.files(), files);
    boolean isEmpty = accounting.messages() == 0 && withoutMessages.isEmpty();
    return new BatchResults(
        firstAverages.sorted(),
        averages.get(),
        groups,
        rejections,
        accounting,
        duplicates,
        implausible,
        alerts,
        new LeftOutReport(
            leftOut(job),
            request.parsing().instants(),
            !request.files().equals(BatchRequest.Files.NONE)),
        accounting.accepted() > 0
            && !request.isZoneGiven()
            && counted(job, MessageCounters.LOCAL_TIMES) > 0,
        accounting.accepted() > 0 || isEmpty,
        Stream.concat(
                warnings(request, job, withoutMessages, accounting.accepted() > 0 ? coverage : null)
                    .stream(),
                groups.warnings().stream())
            .toList());
  }

  /**
   * One sentence for each name that nothing had in the history of a comparison.
   *
   * @param job collected its coverage, see {@link CollectCoverage}
   */
  public static List<String> nameWarnings(
      AlertDiff diff, JobExecutionResult job, ParseOptions parsing) {
    if (counted(job).accepted() == 0) {
      return List.of();
    }
    List<RuleCoverage.Found> parts = job.getAccumulatorResult(CollectCoverage.COVERAGE);
    RuleCoverage.Found found = RuleCoverage.sum(parts);
    List<String> warnings = new ArrayList<>();
    found.gaps().forEach(gap -> warnings.add(gap.of(diff::nameOf).sentence()));
    warnings.addAll(
        NameWarnings.of(diff.rules(), parsing, found, fields(job, parsing), diff::nameOf));
    return warnings.stream().distinct().toList();
  }

  /** Names are no matter where nothing could be read. */
  private static List<String> warnings(
      BatchRequest request,
      JobExecutionResult job,
      List<String> withoutMessages,
      @Nullable RuleCoverage coverage) {
    List<String> warnings = new ArrayList<>(request.warnings());
    warnings.addAll(withoutMessages);
    warnings.addAll(ArchivedPartition.warnings(ArchivedPartition.of(job)));
    warnings.addAll(DuplicateCounts.of(job).warnings(counted(job).readings()));
    Set<String> fields = fields(job, request.parsing());
    warnings.addAll(FileWarnings.atMidnight(files(job), request, fields));
    if (coverage != null) {
      warnings.addAll(RulesInTable.unknown(request.rules(), request.sensors()));
      warnings.addAll(
          RulesInBaseline.warnings(request.rules(), request.baseline(), request.sensors()));
      coverage.found().gaps().forEach(gap -> warnings.add(gap.sentence()));
      warnings.addAll(
          NameWarnings.of(
              request.rules(),
              request.parsing(),
              coverage.found(),
              fields,
              UnaryOperator.identity()));
    }
    return warnings;
  }

  /** What became of each file, by its name; empty for a topic. */
  private static Map<String, FileCounts> files(JobExecutionResult job) {
    CountsByFile.Counts counts = job.getAccumulatorResult(MessageCounters.FILES);
    return counts == null ? Map.of() : counts;
  }

  private static List<LeftOut> leftOut(JobExecutionResult job) {
    List<LeftOut> leftOut = job.getAccumulatorResult(MessageCounters.LEFT_OUT);
    return leftOut == null ? List.of() : leftOut;
  }

  /** Columns and members of the input that can be metrics, whether or not they were read. */
  private static Set<String> fields(JobExecutionResult job, ParseOptions parsing) {
    List<String> columns = job.getAccumulatorResult(MessageCounters.COLUMNS);
    Set<String> fields = new TreeSet<>(columns == null ? List.of() : columns);
    leftOut(job).forEach(one -> fields.add(one.field()));
    fields.removeIf(field -> field.isEmpty() || !canBeMetric(field, parsing));
    return fields;
  }

  private static boolean canBeMetric(String field, ParseOptions parsing) {
    return switch (parsing.roleOf(field)) {
      case METRIC, IGNORED -> true;
      default -> false;
    };
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

  /** The duplicates that a job has dropped. */
  public static long duplicates(JobExecutionResult job) {
    return DuplicateCounts.of(job).dropped();
  }

  /** The readings that a job has excluded as no measurements. */
  public static long implausible(JobExecutionResult job) {
    return counted(job, CheckRanges.IMPLAUSIBLE);
  }

  private static long counted(JobExecutionResult job, String name) {
    Long count = job.getAccumulatorResult(name);
    return count == null ? 0 : count;
  }

  /** Whether all messages and readings are accounted for. */
  public boolean addsUp() {
    return accounting.addsUp() && groups.addUpTo(accounting.aggregated());
  }

  /** The accounting as a sentence. */
  public String counts() {
    return accounting.toString();
  }

  /**
   * The summary of the run: the accounting; conflicts, if duplicates were dropped; alerts, values
   * left out and warnings, if there are any.
   */
  public byte[] summary() {
    return JsonLinesWriter.object(
        json -> {
          JsonLinesWriter.write(json, accounting);
          duplicates.writeTo(json);
          alerts.writeTo(json);
          leftOut.writeTo(json);
          if (!warnings.isEmpty()) {
            json.writeArrayFieldStart("warnings");
            for (String warning : warnings) {
              json.writeString(warning);
            }
            json.writeEndArray();
          }
        });
  }
}
