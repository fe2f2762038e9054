package dev.isotherm.flow.ingest;

import dev.isotherm.parse.ReadingBlock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/** Counts what becomes of the messages of one file. Costs a comparison per reading. */
final class FileTally {

  private final ZoneId zone;

  private long messages;
  private long accepted;
  private long readings;
  private long earliestMillis = Long.MAX_VALUE;
  private long latestMillis = Long.MIN_VALUE;
  private boolean atMidnight = true;
  private long midnightMillis = Long.MIN_VALUE;

  /**
   * Counts nothing yet.
   *
   * @param zone the days of which are meant by {@link FileCounts#atMidnight}
   */
  FileTally(ZoneId zone) {
    this.zone = zone;
  }

  void rejected(int count) {
    messages += count;
  }

  void accepted(ReadingBlock block) {
    messages += block.messages();
    accepted += block.messages();
    readings += block.count();
    long[] instants = block.epochMillis();
    long earliest = earliestMillis;
    long latest = latestMillis;
    for (int i = 0; i < block.count(); i++) {
      earliest = Math.min(earliest, instants[i]);
      latest = Math.max(latest, instants[i]);
    }
    earliestMillis = earliest;
    latestMillis = latest;
    for (int i = 0; atMidnight && i < block.count(); i++) {
      atMidnight = isMidnight(instants[i]);
    }
  }

  private boolean isMidnight(long millis) {
    if (millis != midnightMillis) {
      if (!Instant.ofEpochMilli(millis).atZone(zone).toLocalTime().equals(LocalTime.MIDNIGHT)) {
        return false;
      }
      midnightMillis = millis;
    }
    return true;
  }

  FileCounts counts() {
    return new FileCounts(messages, accepted, readings, earliestMillis, latestMillis, atMidnight);
  }
}
