package dev.isotherm.flow.ingest;

import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutCounts;
import dev.isotherm.parse.message.LeftOutReason;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a stream leaves out of the messages that it accepts, and says it in the log when it
 * first happens, for each field and reason.
 */
final class LeftOutLog {

  private static final Logger LOG = LoggerFactory.getLogger(LeftOutLog.class);

  /** A message may have any names. */
  private static final int MAX_LINES = 100;

  private record Kind(String field, LeftOutReason reason) {}

  private final Counter counter;
  private final LeftOutAccumulator total = new LeftOutAccumulator();
  private final LeftOutCounts counts = new LeftOutCounts();
  private final LeftOutCounts unsent = new LeftOutCounts();
  private final Set<Kind> told = new HashSet<>();

  LeftOutLog(MetricGroup metrics, RuntimeContext context) {
    counter = metrics.counter(MessageCounters.LEFT_OUT);
    context.addAccumulator(MessageCounters.LEFT_OUT, total);
  }

  /** Hands the counts over to the result of a bounded job. */
  void finish() {
    total.addAll(counts.take());
  }

  /** Returns what was left out since the last call. */
  List<LeftOut> take() {
    return unsent.take();
  }

  void add(List<LeftOut> leftOut) {
    counts.add(leftOut);
    unsent.add(leftOut);
    for (LeftOut values : leftOut) {
      counter.inc(values.count());
      if (told.size() < MAX_LINES && told.add(new Kind(values.field(), values.reason()))) {
        LOG.warn("Left out of messages from now on: {}", values.text());
      }
    }
  }
}
