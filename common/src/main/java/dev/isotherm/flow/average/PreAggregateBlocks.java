package dev.isotherm.flow.average;

import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Combines readings that come in blocks. */
public final class PreAggregateBlocks extends PreAggregateOperator<ReadingBlock> {

  private static final long serialVersionUID = 1;

  public PreAggregateBlocks(Windowing windowing, Duration allowedLateness) {
    super(windowing, allowedLateness, true);
  }

  private PreAggregateBlocks(Windowing windowing, Duration allowedLateness, boolean folds) {
    super(windowing, allowedLateness, folds);
  }

  /** For averages that come once, when their window ends. */
  public static PreAggregateBlocks onceEach(Windowing windowing) {
    return new PreAggregateBlocks(windowing, Duration.ZERO, foldsForOnceEach(windowing));
  }

  @Override
  public void processElement(StreamRecord<ReadingBlock> element) {
    ReadingBlock block = element.getValue();
    Series[] series = block.series();
    int[] seriesSlots = block.seriesSlots();
    long[] epochMillis = block.epochMillis();
    double[] values = block.values();
    for (int i = 0; i < block.count(); i++) {
      combine(series[i], seriesSlots[i], epochMillis[i], values[i]);
    }
  }
}
