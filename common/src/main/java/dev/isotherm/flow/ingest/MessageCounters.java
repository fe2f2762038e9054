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
 * Counts what becomes of messages: as metrics for those who watch a stream, and as accumulators
 * (named by the constants here) for the summary of a bounded run.
 */
public final class MessageCounters {

  public static final String MESSAGES = "messages";
  public static final String ACCEPTED = "accepted";
  public static final String REJECTED = "rejected";
  public static final String READINGS = "readings";

  /** Accumulator, of files only: how much of them has been read, packed as they are. */
  public static final String FILE_BYTES = "fileBytes";

  /** Variable that tells the counters of rejected messages by reason apart. */
  public static final String REASON = "reason";

  private final Counter messages;
  private final Counter accepted;
  private final Counter readings;
  private final Counter rejected;
  private final Map<RejectionReason, Counter> rejectedByReason;
  private final LongCounter totalMessages = new LongCounter();
  private final LongCounter totalAccepted = new LongCounter();
  private final LongCounter totalReadings = new LongCounter();

  private Accounting taken = Accounting.NONE;

  MessageCounters(MetricGroup metrics, RuntimeContext context) {
    messages = metrics.counter(MESSAGES);
    accepted = metrics.counter(ACCEPTED);
    readings = metrics.counter(READINGS);
    rejected = metrics.counter(REJECTED);
    rejectedByReason = new EnumMap<>(RejectionReason.class);
    for (RejectionReason reason : RejectionReason.values()) {
      MetricGroup ofReason = metrics.addGroup(REASON, reason.name());
      rejectedByReason.put(reason, ofReason.counter(REJECTED));
    }
    context.addAccumulator(MESSAGES, totalMessages);
    context.addAccumulator(ACCEPTED, totalAccepted);
    context.addAccumulator(READINGS, totalReadings);
  }

  /** What was counted since the last call. */
  Accounting takeCounted() {
    Map<RejectionReason, Long> reasons = new EnumMap<>(RejectionReason.class);
    rejectedByReason.forEach((reason, counter) -> reasons.put(reason, counter.getCount()));
    Accounting now =
        new Accounting(
            messages.getCount(), accepted.getCount(), reasons, readings.getCount(), 0, 0);
    Accounting since = now.minus(taken);
    taken = now;
    return since;
  }

  void accepted(int messageCount, int readingCount) {
    messages.inc(messageCount);
    totalMessages.add(messageCount);
    accepted.inc(messageCount);
    totalAccepted.add(messageCount);
    readings.inc(readingCount);
    totalReadings.add(readingCount);
  }

  void rejected(RejectionReason reason) {
    messages.inc();
    totalMessages.add(1);
    rejected.inc();
    rejectedByReason.get(reason).inc();
  }
}
