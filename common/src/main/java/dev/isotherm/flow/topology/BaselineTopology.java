package dev.isotherm.flow.topology;

import dev.isotherm.baseline.LearnedSlot;
import dev.isotherm.baseline.Slots;
import dev.isotherm.flow.baseline.BaselineTypes;
import dev.isotherm.flow.baseline.LearnBaseline;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.Reading;
import dev.isotherm.parse.ReadingBlock;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The topology that leads to baselines. */
public final class BaselineTopology {

  private BaselineTopology() {}

  /**
   * Learns what is usual for each series. For BATCH mode only.
   *
   * @param days from how many days of the series, up to that of its latest reading
   */
  public static DataStream<LearnedSlot> learn(
      DataStream<ReadingBlock> readings, Slots slots, int days) {
    return Topology.unpack(readings)
        .keyBy(Reading::series, ModelTypes.SERIES)
        .process(new LearnBaseline(slots, days), BaselineTypes.LEARNED_SLOT)
        .name("learn baseline")
        .uid("learn-baseline");
  }
}
