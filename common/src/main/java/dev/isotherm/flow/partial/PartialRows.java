package dev.isotherm.flow.partial;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.state.SeriesSerializer;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Reads the partial aggregates of a block, one after the other. Each is a series, the instant of
 * its first reading, the readings that were kept singly, if there are any, and the accumulator.
 */
public final class PartialRows {

  private final PartialBlock block;
  private final DataInputDeserializer in;
  private int seriesAt;
  private long firstMillis;
  private @Nullable KeptReadings kept;
  private int accumulatorAt;

  /** Reads those of a block. */
  public PartialRows(PartialBlock block) {
    this.block = block;
    in = new DataInputDeserializer(block.rows());
  }

  /** Writes one. */
  static void write(PartialAggregate partial, DataOutputView out) throws IOException {
    SeriesSerializer.INSTANCE.serialize(partial.window().series(), out);
    out.writeLong(partial.firstMillis());
    KeptReadings kept = partial.kept();
    out.writeBoolean(kept != null);
    if (kept != null) {
      kept.writeTo(out);
    }
    partial.average().writeTo(out);
  }

  /** Writes a reading that is alone. */
  static void write(Series series, long epochMillis, double value, DataOutputView out)
      throws IOException {
    SeriesSerializer.INSTANCE.serialize(series, out);
    out.writeLong(epochMillis);
    out.writeBoolean(false);
    AverageAccumulator.writeOne(value, out);
  }

  /** Goes to the next one. The accumulator of the one before must have been read. */
  public boolean next() throws IOException {
    if (in.available() == 0) {
      return false;
    }
    seriesAt = in.getPosition();
    in.skipBytesToRead(SeriesSerializer.lengthAt(block.rows(), seriesAt));
    firstMillis = in.readLong();
    kept = in.readBoolean() ? KeptReadings.readFrom(in) : null;
    accumulatorAt = in.getPosition();
    return true;
  }

  /** Where the series begins in the rows of the block. */
  public int seriesAt() {
    return seriesAt;
  }

  /** The accumulator, which must be read once. */
  public DataInputView accumulator() {
    return in;
  }

  /** This one as an object. Its accumulator can be read again after it. */
  public PartialAggregate partial() throws IOException {
    SeriesWindow window =
        new SeriesWindow(
            SeriesSerializer.at(block.rows(), seriesAt), block.startMillis(), block.endMillis());
    AverageAccumulator average = AverageAccumulator.readFrom(in);
    in.setBuffer(block.rows(), accumulatorAt, block.rows().length - accumulatorAt);
    return new PartialAggregate(window, average, firstMillis, kept);
  }

  /** Leaves the accumulator out. */
  public void skipAccumulator() throws IOException {
    AverageAccumulator.readFrom(in);
  }
}
