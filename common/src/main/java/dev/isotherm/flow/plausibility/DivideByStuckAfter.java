package dev.isotherm.flow.plausibility;

import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.model.Reading;
import dev.isotherm.parse.ReadingBlock;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Sends the readings of series whose values may stay the same for some time only to the side output
 * {@link PlausibilityTypes#TO_CHECK}, one by one. So it does once this no longer holds: the
 * readings must not overtake earlier ones of their series. The others are passed on in blocks,
 * whose arrays are no longer than needed, because another task reads them.
 */
public final class DivideByStuckAfter extends AbstractStreamOperator<ReadingBlock>
    implements OneInputStreamOperator<ReadingBlock, ReadingBlock> {

  private static final long serialVersionUID = 1;

  private final KnownSensors sensors;

  private transient SpecCache specs;

  public DivideByStuckAfter(KnownSensors sensors) {
    this.sensors = sensors;
  }

  @Override
  public void open() throws Exception {
    super.open();
    specs = new SpecCache(sensors.of(getRuntimeContext()));
  }

  @Override
  public void processElement(StreamRecord<ReadingBlock> element) {
    ReadingBlock block = element.getValue();
    boolean[] isChecked = new boolean[block.count()];
    int others = 0;
    for (int i = 0; i < block.count(); i++) {
      isChecked[i] =
          specs.hasHadStuckAfter(block.series()[i], block.epochMillis()[i], block.seriesSlots()[i]);
      others += isChecked[i] ? 0 : 1;
    }
    ReadingBlock room = ReadingBlock.ofSize(others);
    int count = 0;
    for (int i = 0; i < block.count(); i++) {
      if (isChecked[i]) {
        Reading reading = block.reading(i);
        output.collect(
            PlausibilityTypes.TO_CHECK, new StreamRecord<>(reading, reading.epochMillis()));
      } else {
        room.series()[count] = block.series()[i];
        room.seriesSlots()[count] = block.seriesSlots()[i];
        room.epochMillis()[count] = block.epochMillis()[i];
        room.positions()[count] = block.positions()[i];
        room.values()[count++] = block.values()[i];
      }
    }
    if (count > 0 || !block.hasMore()) {
      output.collect(
          new StreamRecord<>(
              new ReadingBlock(
                  room.series(),
                  room.seriesSlots(),
                  room.epochMillis(),
                  room.values(),
                  room.positions(),
                  count,
                  block.messages(),
                  block.hasMore())));
    }
  }
}
