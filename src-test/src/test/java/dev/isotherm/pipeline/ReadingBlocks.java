package dev.isotherm.pipeline;

import dev.isotherm.model.Reading;
import dev.isotherm.parse.ReadingBlock;
import java.util.ArrayList;
import java.util.List;

/** Blocks of readings, and back. */
public final class ReadingBlocks {
  private ReadingBlocks() {}

  /** Of so many messages as readings, behind which none wait. */
  public static ReadingBlock of(Reading... readings) {
    return of(false, readings);
  }

  /** Of so many messages as readings. */
  public static ReadingBlock of(boolean moreWait, Reading... readings) {
    ReadingBlock room = ReadingBlock.ofSize(readings.length);
    for (int i = 0; i < readings.length; i++) {
      room.series()[i] = readings[i].series();
      room.numbers()[i] = readings[i].series().hashCode();
      room.epochMillis()[i] = readings[i].epochMillis();
      room.values()[i] = readings[i].value();
    }
    return new ReadingBlock(
        room.series(),
        room.numbers(),
        room.epochMillis(),
        room.values(),
        readings.length,
        readings.length,
        moreWait);
  }

  public static List<Reading> readings(ReadingBlock block) {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < block.count(); i++) {
      readings.add(block.reading(i));
    }
    return readings;
  }
}
