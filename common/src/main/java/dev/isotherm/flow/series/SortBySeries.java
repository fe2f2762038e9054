package dev.isotherm.flow.series;

import dev.isotherm.parse.ReadingBlock;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Sorts the readings of each series as far as a buffer reaches, before they are exchanged. Sends
 * them in chunks whose timestamps are their first instants. So in BATCH mode Flink exchanges and
 * sorts chunks instead of single readings; {@link SortedChunks} merges them.
 *
 * <p>Scenario: 1,000 sensors send a reading per second. The buffer holds what came in about two
 * minutes, and becomes one chunk of each sensor. Flink sorts a chunk at about the cost of a
 * reading, and a reading has to be compared with its neighbour only.
 *
 * <p>A subtask needs about 5 MB for the buffer, and less if there are few readings.
 */
public final class SortBySeries extends AbstractStreamOperator<SeriesReadings>
    implements OneInputStreamOperator<ReadingBlock, SeriesReadings>, BoundedOneInput {

  /** The most readings of the buffer. */
  static final int MOST_READINGS = 1 << 17;

  /** The most series of the buffer: a series costs more memory than a reading. */
  static final int MOST_SERIES = 1 << 15;

  private static final long serialVersionUID = 1;

  private final int mostReadings;

  private transient SeriesBuffer buffer;

  public SortBySeries() {
    this(MOST_READINGS);
  }

  SortBySeries(int mostReadings) {
    this.mostReadings = mostReadings;
  }

  @Override
  public void open() throws Exception {
    super.open();
    buffer = new SeriesBuffer(mostReadings, MOST_SERIES);
  }

  @Override
  public void processElement(StreamRecord<ReadingBlock> element) {
    ReadingBlock block = element.getValue();
    for (int i = 0; i < block.count(); i++) {
      buffer.add(block, i);
      if (buffer.isFull()) {
        buffer.flush(this::send);
      }
    }
  }

  private void send(SeriesReadings chunk) {
    output.collect(new StreamRecord<>(chunk, chunk.millis()[0]));
  }

  @Override
  public void endInput() {
    buffer.flush(this::send);
  }
}
