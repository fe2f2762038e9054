package dev.isotherm.sensors;

import dev.isotherm.sensors.packed.Dictionary;
import dev.isotherm.sensors.packed.RecordStore;
import dev.isotherm.sensors.packed.SmallMap;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Labels and specs as records of bytes. Texts are in a dictionary, so each is kept once. */
final class RowRecords {

  private static final int UNIT = 1;
  private static final int MIN = 1 << 1;
  private static final int MAX = 1 << 2;
  private static final int EXPECTED_INTERVAL = 1 << 3;
  private static final int STUCK_AFTER = 1 << 4;
  private static final int LIMITS = 1 << 5;

  private final Dictionary texts;
  private final RecordStore records = new RecordStore();

  /** The fields that any spec has. */
  private int fieldsOfAny;

  RowRecords(Dictionary texts) {
    this.texts = texts;
  }

  /** Appends labels; most have the line of the one before, which takes one byte. */
  int append(NavigableMap<String, Located<String>> labels) {
    ByteBuffer to = records.begin();
    RecordStore.putVarLong(to, labels.size());
    int lineBefore = 0;
    for (Map.Entry<String, Located<String>> label : labels.entrySet()) {
      putText(to, label.getKey());
      putText(to, label.getValue().value());
      int ahead = label.getValue().line() - lineBefore;
      RecordStore.putVarLong(to, ((long) ahead << 1) ^ (ahead >> 31));
      lineBefore = label.getValue().line();
    }
    return records.append();
  }

  NavigableMap<String, Located<String>> labels(int position) {
    ByteBuffer from = records.at(position);
    NavigableMap<String, Located<String>> labels = new TreeMap<>();
    int line = 0;
    for (int left = RecordStore.getVarInt(from); left > 0; left--) {
      String name = text(from);
      String value = text(from);
      long ahead = RecordStore.getVarLong(from);
      line += (int) ((ahead >>> 1) ^ -(ahead & 1));
      labels.put(name, new Located<>(value, line));
    }
    return labels;
  }

  /** The labels without their lines. */
  Map<String, String> labelValues(int position) {
    ByteBuffer from = records.at(position);
    int count = RecordStore.getVarInt(from);
    String[] names = new String[count];
    String[] values = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = text(from);
      values[i] = text(from);
      RecordStore.getVarLong(from);
    }
    return new SmallMap<>(names, values);
  }

  int append(SeriesSpec spec, int line) {
    ByteBuffer to = records.begin();
    RecordStore.putVarLong(to, line);
    fieldsOfAny |= fieldsOf(spec);
    to.put((byte) fieldsOf(spec));
    if (spec.unit() != null) {
      putText(to, spec.unit());
    }
    if (spec.validRange().hasMin()) {
      to.putDouble(spec.validRange().min());
    }
    if (spec.validRange().hasMax()) {
      to.putDouble(spec.validRange().max());
    }
    if (spec.expectedInterval() != null) {
      RecordStore.putVarLong(to, spec.expectedInterval().toMillis());
    }
    if (spec.stuckAfter() != null) {
      RecordStore.putVarLong(to, spec.stuckAfter().toMillis());
    }
    if (!spec.limits().isEmpty()) {
      RecordStore.putVarLong(to, spec.limits().size());
      spec.limits()
          .forEach(
              (name, value) -> {
                putText(to, name);
                to.putDouble(value);
              });
    }
    return records.append();
  }

  /** Whether any spec has a valid range. */
  boolean haveRanges() {
    return has(fieldsOfAny, MIN | MAX);
  }

  /** Whether any spec says how long a value may stay the same. */
  boolean haveStuckAfter() {
    return has(fieldsOfAny, STUCK_AFTER);
  }

  private static int fieldsOf(SeriesSpec spec) {
    return (spec.unit() == null ? 0 : UNIT)
        | (spec.validRange().hasMin() ? MIN : 0)
        | (spec.validRange().hasMax() ? MAX : 0)
        | (spec.expectedInterval() == null ? 0 : EXPECTED_INTERVAL)
        | (spec.stuckAfter() == null ? 0 : STUCK_AFTER)
        | (spec.limits().isEmpty() ? 0 : LIMITS);
  }

  /** The line of a spec. */
  int line(int position) {
    return RecordStore.getVarInt(records.at(position));
  }

  Located<SeriesSpec> spec(int position) {
    ByteBuffer from = records.at(position);
    int line = RecordStore.getVarInt(from);
    int fields = from.get();
    String unit = has(fields, UNIT) ? text(from) : null;
    double min = has(fields, MIN) ? from.getDouble() : ValidRange.ALL.min();
    double max = has(fields, MAX) ? from.getDouble() : ValidRange.ALL.max();
    Duration expectedInterval = duration(from, has(fields, EXPECTED_INTERVAL));
    Duration stuckAfter = duration(from, has(fields, STUCK_AFTER));
    Map<String, Double> limits = has(fields, LIMITS) ? limits(from) : Map.of();
    return new Located<>(
        new SeriesSpec(unit, limits, new ValidRange(min, max), expectedInterval, stuckAfter), line);
  }

  private static boolean has(int fields, int field) {
    return (fields & field) != 0;
  }

  private static @Nullable Duration duration(ByteBuffer from, boolean isThere) {
    return isThere ? Duration.ofMillis(RecordStore.getVarLong(from)) : null;
  }

  private Map<String, Double> limits(ByteBuffer from) {
    int count = RecordStore.getVarInt(from);
    String[] names = new String[count];
    Double[] values = new Double[count];
    for (int i = 0; i < count; i++) {
      names[i] = text(from);
      values[i] = from.getDouble();
    }
    return new SmallMap<>(names, values);
  }

  private void putText(ByteBuffer to, String text) {
    RecordStore.putVarLong(to, texts.add(text));
  }

  private String text(ByteBuffer from) {
    return texts.get(RecordStore.getVarInt(from));
  }
}
