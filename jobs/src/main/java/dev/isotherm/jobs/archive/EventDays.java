package dev.isotherm.jobs.archive;

import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.model.Position;
import dev.isotherm.model.RawMessage;
import dev.isotherm.parse.ReadingBlock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The day, in UTC, to which a message belongs: that of its earliest reading, and of a rejected
 * message that of the timestamp of its Kafka record.
 */
final class EventDays {

  /** Of a rejected message whose Kafka record has no timestamp. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final long DAY_MILLIS = 86_400_000;
  private static final long END_MILLIS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private EventDays() {}

  /** Returns the day of each message of a block that holds them, in days since the epoch. */
  static long[] of(MessageBlock block) {
    List<RawMessage> messages = block.raw();
    ReadingBlock readings = block.readings();
    long[] days = new long[messages.size()];
    int reading = 0;
    for (int i = 0; i < days.length; i++) {
      RawMessage message = messages.get(i);
      long earliest = Long.MAX_VALUE;
      // The readings of a block are in the order of its messages.
      while (reading < readings.count()
          && Position.offset(readings.positions()[reading]) == message.offset()) {
        earliest = Math.min(earliest, readings.epochMillis()[reading++]);
      }
      days[i] =
          earliest == Long.MAX_VALUE ? ofRecord(message) : Math.floorDiv(earliest, DAY_MILLIS);
    }
    return days;
  }

  private static long ofRecord(RawMessage message) {
    long millis = message.recordMillis();
    return millis < 0 || millis > END_MILLIS ? UNKNOWN : millis / DAY_MILLIS;
  }

  /** The folder of a day: {@code date=2025-07-01}, or {@code date=unknown}. */
  static String folder(long epochDay) {
    return "date=" + (epochDay == UNKNOWN ? "unknown" : LocalDate.ofEpochDay(epochDay).toString());
  }
}
