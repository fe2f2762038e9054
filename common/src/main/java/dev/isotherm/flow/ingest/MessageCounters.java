package dev.isotherm.flow.ingest;

import dev.isotherm.model.Accounting;
import dev.isotherm.model.RejectionReason;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts accepted and rejected messages. Mirrors the counts into metrics of a stream and into the
 * accumulators of a bounded job, which are named by the constants here.
 */
public final class MessageCounters {

  public static final String MESSAGES = "messages";
  public static final String ACCEPTED = "accepted";
  public static final String REJECTED = "rejected";
  public static final String READINGS = "readings";

  /** Accumulator, of files only: how much of them has been read, packed as they are. */
  public static final String FILE_BYTES = "fileBytes";

  /** Accumulator, and counter of a stream: values of accepted messages that are no readings. */
  public static final String LEFT_OUT = "leftOut";

  /** Accumulator, of files only: {@link CountsByFile}. */
  public static final String FILES = "files";

  /** Accumulator, of files only: names of columns of tables, of each subtask. */
  public static final String COLUMNS = "columns";

  /** Accumulator, of files only: {@link RepeatSample}. */
  public static final String REPEATS = "repeats";

  /** Accumulator, of files only: subtasks that have read times of the day without an offset. */
  public static final String LOCAL_TIMES = "localTimes";

  /** Variable that tells the counters of rejected messages by reason apart. */
  public static final String REASON = "reason";

  private final Counter messages;
  private final Counter accepted;
  private final Counter readings;
  private final Counter rejected;
  private final Map<RejectionReason, Counter> rejectedByReason =
      new EnumMap<>(RejectionReason.class);
  private final LongCounter totalMessages = new LongCounter();
  private final LongCounter totalAccepted = new LongCounter();
  private final LongCounter totalReadings = new LongCounter();

  private long acceptedSince;
  private long readingsSince;
  private long rejectedSince;
  private final Map<RejectionReason, Long> reasonsSince = new EnumMap<>(RejectionReason.class);

  MessageCounters(MetricGroup metrics, RuntimeContext context) {
    messages = metrics.counter(MESSAGES);
    accepted = metrics.counter(ACCEPTED);
    readings = metrics.counter(READINGS);
    rejected = metrics.counter(REJECTED);
    for (RejectionReason reason : RejectionReason.values()) {
      MetricGroup group = metrics.addGroup(REASON, reason.name());
      rejectedByReason.put(reason, group.counter(REJECTED));
    }
    context.addAccumulator(MESSAGES, totalMessages);
    context.addAccumulator(ACCEPTED, totalAccepted);
    context.addAccumulator(READINGS, totalReadings);
  }

  /** The counts since the last call. */
  Accounting takeCounted() {
    Accounting counted =
        new Accounting(
            acceptedSince + rejectedSince, acceptedSince, reasonsSince, readingsSince, 0, 0);
    acceptedSince = 0;
    readingsSince = 0;
    rejectedSince = 0;
    reasonsSince.clear();
    return counted;
  }

  void accepted(int messageCount, int readingCount) {
    acceptedSince += messageCount;
    readingsSince += readingCount;
    messages.inc(messageCount);
    totalMessages.add(messageCount);
    accepted.inc(messageCount);
    totalAccepted.add(messageCount);
    readings.inc(readingCount);
    totalReadings.add(readingCount);
  }

  void rejected(RejectionReason reason, int messageCount) {
    rejectedSince += messageCount;
    reasonsSince.merge(reason, (long) messageCount, Long::sum);
    messages.inc(messageCount);
    totalMessages.add(messageCount);
    rejected.inc(messageCount);
    rejectedByReason.get(reason).inc(messageCount);
  }
}
