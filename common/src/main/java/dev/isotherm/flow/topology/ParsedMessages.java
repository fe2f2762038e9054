package dev.isotherm.flow.topology;

import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.parse.ReadingBlock;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The readings of accepted messages, and the rejected messages. */
public final class ParsedMessages {

  private final DataStream<ReadingBlock> blocks;
  private final DataStream<Rejection> rejected;
  private final DataStream<ProgressPart> progress;
  private final boolean behindExchange;
  private DataStream<Reading> readings;

  ParsedMessages(
      DataStream<ReadingBlock> blocks,
      DataStream<Rejection> rejected,
      DataStream<ProgressPart> progress,
      boolean behindExchange) {
    this.blocks = blocks;
    this.rejected = rejected;
    this.progress = progress;
    this.behindExchange = behindExchange;
  }

  static ParsedMessages of(SingleOutputStreamOperator<ReadingBlock> blocks) {
    return new ParsedMessages(
        blocks,
        blocks.getSideOutput(IngestTypes.REJECTED),
        blocks.getSideOutput(ProgressTypes.PROGRESS_PARTS),
        false);
  }

  /** These messages with other readings, and more progress. */
  ParsedMessages with(DataStream<ReadingBlock> others, DataStream<ProgressPart> more) {
    return new ParsedMessages(others, rejected, progress.union(more), behindExchange);
  }

  /** These messages with other readings. */
  ParsedMessages with(DataStream<ReadingBlock> others) {
    return new ParsedMessages(others, rejected, progress, behindExchange);
  }

  /** The readings in blocks. */
  public DataStream<ReadingBlock> blocks() {
    return blocks;
  }

  /** The readings one by one. The first call adds a step that unpacks the blocks. */
  public DataStream<Reading> readings() {
    if (readings == null) {
      readings = Topology.unpack(blocks);
    }
    return readings;
  }

  public DataStream<Rejection> rejected() {
    return rejected;
  }

  public DataStream<ProgressPart> progress() {
    return progress;
  }

  /** Whether the readings have come from other subtasks than those that have read them. */
  boolean isBehindExchange() {
    return behindExchange;
  }
}
