package dev.isotherm.flow.plausibility;

import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.parse.ReadingBlock;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Excludes the readings that are outside of the valid range of their series: they go to the side
 * output {@link PlausibilityTypes#IMPLAUSIBLE}, which is a part of the late log. Each value is
 * checked by itself, so the other values of its message remain.
 *
 * <p>A block without such readings is passed on as it is.
 */
public final class CheckRanges extends AbstractStreamOperator<ReadingBlock>
    implements OneInputStreamOperator<ReadingBlock, ReadingBlock>, BoundedOneInput {

  /** Accumulator, and counter of a stream: readings that are excluded. */
  public static final String IMPLAUSIBLE = "implausible";

  private static final long serialVersionUID = 1;

  private final KnownSensors sensors;

  private transient SpecCache specs;
  private transient ReadingBlock kept;
  private transient ExcludedReadings excluded;
  private transient boolean ended;

  public CheckRanges(KnownSensors sensors) {
    this.sensors = sensors;
  }

  @Override
  public void open() throws Exception {
    super.open();
    specs = new SpecCache(sensors.of(getRuntimeContext()));
    kept = ReadingBlock.ofSize(0);
    excluded = new ExcludedReadings(output, getMetricGroup(), getRuntimeContext());
  }

  @Override
  public void processElement(StreamRecord<ReadingBlock> element) {
    ReadingBlock block = element.getValue();
    int first = 0;
    while (first < block.count() && isValid(block, first)) {
      first++;
    }
    output.collect(first == block.count() ? element : new StreamRecord<>(without(block, first)));
  }

  private boolean isValid(ReadingBlock block, int place) {
    return specs
        .of(block.series()[place], block.epochMillis()[place], block.seriesSlots()[place])
        .validRange()
        .contains(block.values()[place]);
  }

  /**
   * The block without the readings that are excluded. It may be empty: even then it says whether
   * more readings follow at once.
   *
   * @param first the first reading that is excluded
   */
  private ReadingBlock without(ReadingBlock block, int first) {
    if (kept.series().length < block.count()) {
      kept = ReadingBlock.ofSize(block.series().length);
    }
    int count = 0;
    for (int i = 0; i < block.count(); i++) {
      if (i < first || (i > first && isValid(block, i))) {
        kept.series()[count] = block.series()[i];
        kept.seriesSlots()[count] = block.seriesSlots()[i];
        kept.epochMillis()[count] = block.epochMillis()[i];
        kept.positions()[count] = block.positions()[i];
        kept.values()[count++] = block.values()[i];
      } else {
        excluded.exclude(block.reading(i), Exclusion.IMPLAUSIBLE_RANGE);
      }
    }
    return new ReadingBlock(
        kept.series(),
        kept.seriesSlots(),
        kept.epochMillis(),
        kept.values(),
        kept.positions(),
        count,
        block.messages(),
        block.hasMore());
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    if (!ended) {
      excluded.sendCount();
    }
  }

  @Override
  public void endInput() {
    excluded.sendCount();
    ended = true;
  }
}
