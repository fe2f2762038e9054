package dev.isotherm.baseline;

import dev.isotherm.model.Series;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The readings of a series from which its baseline is learned: those of its last days, up to the
 * day of its latest reading. The result is the same to the bit for every order of readings.
 * Mutable; not thread-safe.
 */
public final class SeriesHistory {

  private final TreeMap<Long, TreeMap<Integer, SlotReadings>> days = new TreeMap<>();

  /**
   * Adds a reading.
   *
   * @param mostDays how many days are kept; older readings are forgotten
   */
  public void add(Slots slots, int mostDays, long epochMillis, double value) {
    long day = slots.day(epochMillis);
    days.computeIfAbsent(day, any -> new TreeMap<>())
        .computeIfAbsent(slots.of(epochMillis), any -> new SlotReadings())
        .add(value);
    days.headMap(days.lastKey() - mostDays, true).clear();
  }

  /** What is usual in each slot that has a reading, in the order of slots. */
  public List<LearnedSlot> learned(Series series) {
    Map<Integer, SlotReadings> merged = new TreeMap<>();
    for (Map<Integer, SlotReadings> day : days.values()) {
      day.forEach(
          (slot, readings) ->
              merged.computeIfAbsent(slot, any -> new SlotReadings()).merge(readings));
    }
    List<LearnedSlot> learned = new ArrayList<>();
    merged.forEach(
        (slot, readings) -> learned.add(new LearnedSlot(series, slot, readings.usual(series))));
    return learned;
  }

  /** Returns an equal history that shares nothing with this one. */
  public SeriesHistory copy() {
    SeriesHistory copy = new SeriesHistory();
    days.forEach(
        (day, slots) -> {
          TreeMap<Integer, SlotReadings> copied = new TreeMap<>();
          slots.forEach((slot, readings) -> copied.put(slot, readings.copy()));
          copy.days.put(day, copied);
        });
    return copy;
  }

  /** Writes the history. Equal histories give equal bytes. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(days.size());
    for (Map.Entry<Long, TreeMap<Integer, SlotReadings>> day : days.entrySet()) {
      out.writeLong(day.getKey());
      out.writeShort(day.getValue().size());
      for (Map.Entry<Integer, SlotReadings> slot : day.getValue().entrySet()) {
        out.writeShort(slot.getKey());
        slot.getValue().writeTo(out);
      }
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SeriesHistory readFrom(DataInput in) throws IOException {
    SeriesHistory history = new SeriesHistory();
    for (int left = in.readInt(); left > 0; left--) {
      TreeMap<Integer, SlotReadings> day = new TreeMap<>();
      history.days.put(in.readLong(), day);
      for (int slots = in.readUnsignedShort(); slots > 0; slots--) {
        int slot = in.readUnsignedShort();
        day.put(slot, SlotReadings.readFrom(in));
      }
    }
    return history;
  }
}
