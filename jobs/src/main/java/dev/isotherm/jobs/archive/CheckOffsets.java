package dev.isotherm.jobs.archive;

import dev.isotherm.jobs.archive.ArchivedPartition.Offsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages of a partition that are there twice, and the offsets without a message. For
 * BATCH mode only: there the runs of a partition come together, sorted by their first offset. So
 * memory does not grow with their number.
 */
final class CheckOffsets extends KeyedProcessFunction<String, OffsetRun, Void> {

  /** Accumulator: an {@link ArchivedPartition} for each partition. */
  static final String PARTITIONS = "archived partitions";

  private static final long serialVersionUID = 1;
  private static final int MOST_NAMED = 20;

  private transient ListAccumulator<ArchivedPartition> partitions;

  /** What is known of the partition whose runs come now. */
  private transient @Nullable Partition current;

  private static final class Partition {
    private final OffsetRun first;
    private final List<Offsets> twice = new ArrayList<>();
    private final List<Offsets> gaps = new ArrayList<>();
    private long next;
    private long timesTwice;
    private long missing;

    Partition(OffsetRun first) {
      this.first = first;
      this.next = first.from();
    }

    void add(OffsetRun run) {
      if (run.from() > next) {
        missing += run.from() - next;
        name(gaps, next, run.from() - 1);
      }
      long end = Math.min(next, run.to());
      if (run.from() < end) {
        timesTwice += end - run.from();
        name(twice, run.from(), end - 1);
      }
      next = Math.max(next, run.to());
    }

    /** Adds offsets, to those before if they go on there. */
    private static void name(List<Offsets> named, long from, long last) {
      Offsets before = named.isEmpty() ? null : named.get(named.size() - 1);
      if (before != null && before.last() + 1 == from) {
        named.set(named.size() - 1, new Offsets(before.first(), last));
      } else if (named.size() < MOST_NAMED) {
        named.add(new Offsets(from, last));
      }
    }

    ArchivedPartition found() {
      return new ArchivedPartition(
          first.topic(),
          first.partition(),
          first.from(),
          next,
          first.fromMillis(),
          new ArrayList<>(twice),
          timesTwice,
          new ArrayList<>(gaps),
          missing);
    }
  }

  @Override
  public void open(OpenContext context) {
    partitions = new ListAccumulator<>();
    getRuntimeContext().addAccumulator(PARTITIONS, partitions);
  }

  @Override
  public void processElement(OffsetRun run, Context context, Collector<Void> out) {
    if (current == null) {
      current = new Partition(run);
      // In BATCH mode timers fire after the last run of the key, whatever their instant.
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }
    current.add(run);
  }

  @Override
  public void onTimer(long instant, OnTimerContext context, Collector<Void> out) {
    if (current != null) {
      partitions.add(current.found());
      current = null;
    }
  }
}
