package dev.isotherm.flow.state;

import dev.isotherm.model.Series;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a series as the lengths and the UTF-8 bytes of its two names. Series are few and are read
 * often: one that was read before is returned again, so that its hash is known and it can be
 * compared by identity.
 */
public final class SeriesSerializer extends ImmutableSerializer<Series> {

  private static final long serialVersionUID = 1;
  private static final int SLOTS = 1 << 13;

  public static final SeriesSerializer INSTANCE = new SeriesSerializer();

  /**
   * A cache of series that were read. Threads share it without a lock: a series is immutable, and a
   * thread that does not see the entry of another one makes its own.
   */
  private static final Series[] SEEN = new Series[SLOTS];

  private static final String[] METRICS = new String[1 << 6];

  @Override
  public Series createInstance() {
    return new Series("-", "-");
  }

  @Override
  public void serialize(Series series, DataOutputView target) throws IOException {
    target.write(bytesAfter(0, series));
  }

  /**
   * The bytes of a series after a number of free bytes, so that a caller can write its own fields
   * and the series at once. One large write costs a checkpoint a fraction of many small ones.
   */
  public static byte[] bytesAfter(int freeBytes, Series series) {
    byte[] sensorId = series.sensorId().getBytes(StandardCharsets.UTF_8);
    byte[] metric = series.metric().getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[freeBytes + 2 * Short.BYTES + sensorId.length + metric.length];
    // A name has at most 256 characters, so at most 768 bytes.
    ByteBuffer.wrap(bytes)
        .position(freeBytes)
        .putShort((short) sensorId.length)
        .putShort((short) metric.length)
        .put(sensorId)
        .put(metric);
    return bytes;
  }

  @Override
  public Series deserialize(DataInputView source) throws IOException {
    int ofSensor = source.readUnsignedShort();
    int ofMetric = source.readUnsignedShort();
    byte[] names = new byte[ofSensor + ofMetric];
    source.readFully(names);
    return named(names, 0, ofSensor, ofMetric);
  }

  /** Returns how many bytes the series has that begins at a place. */
  public static int lengthAt(byte[] bytes, int at) {
    return 2 * Short.BYTES + shortAt(bytes, at) + shortAt(bytes, at + Short.BYTES);
  }

  /** Returns the series that begins at a place. */
  public static Series at(byte[] bytes, int at) {
    return named(bytes, at + 2 * Short.BYTES, shortAt(bytes, at), shortAt(bytes, at + Short.BYTES));
  }

  private static int shortAt(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  private static Series named(byte[] names, int from, int ofSensor, int ofMetric) {
    int fromMetric = from + ofSensor;
    int hash = ofSensor;
    for (int i = from; i < fromMetric + ofMetric; i++) {
      hash = 31 * hash + names[i];
    }
    int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
    Series seen = SEEN[slot];
    if (seen != null
        && is(seen.sensorId(), names, from, ofSensor)
        && is(seen.metric(), names, fromMetric, ofMetric)) {
      return seen;
    }
    String sensor = new String(names, from, ofSensor, StandardCharsets.UTF_8);
    Series series = new Series(sensor, metric(names, fromMetric, ofMetric));
    SEEN[slot] = series;
    return series;
  }

  /** Metrics are few: a million series share their names. */
  private static String metric(byte[] names, int from, int length) {
    int slot = (31 * names[from] + length) & (METRICS.length - 1);
    String seen = METRICS[slot];
    if (seen == null || !is(seen, names, from, length)) {
      seen = new String(names, from, length, StandardCharsets.UTF_8);
      METRICS[slot] = seen;
    }
    return seen;
  }

  /** Compares names in ASCII; other names are decoded each time. */
  private static boolean is(String name, byte[] bytes, int from, int length) {
    if (name.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (name.charAt(i) != bytes[from + i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public TypeSerializerSnapshot<Series> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<Series> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
