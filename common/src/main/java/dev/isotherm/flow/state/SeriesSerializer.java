package dev.isotherm.flow.state;

import dev.isotherm.model.Series;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a series as the lengths and the UTF-8 of its two names. Series are few and go by often:
 * one that was read before is not made anew, so its hash is known and it is compared by identity.
 */
public final class SeriesSerializer extends ImmutableSerializer<Series> {

  private static final long serialVersionUID = 1;
  private static final int PLACES = 1 << 13;

  public static final SeriesSerializer INSTANCE = new SeriesSerializer();

  /**
   * Some of those that were read. Threads share it without a lock: a series never changes, and
   * whoever does not see another's makes its own.
   */
  private static final Series[] SEEN = new Series[PLACES];

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
   * What is written of a series, after so many bytes that are left free: who writes more beside it
   * can write all at once, which costs a checkpoint a fraction of many small pieces.
   */
  static byte[] bytesAfter(int free, Series series) {
    byte[] sensorId = series.sensorId().getBytes(StandardCharsets.UTF_8);
    byte[] metric = series.metric().getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[free + 2 * Short.BYTES + sensorId.length + metric.length];
    // A name has at most 256 characters, so at most 768 bytes.
    ByteBuffer.wrap(bytes)
        .position(free)
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
    int hash = ofSensor;
    for (byte one : names) {
      hash = 31 * hash + one;
    }
    int place = (hash ^ hash >>> 16) & (PLACES - 1);
    Series seen = SEEN[place];
    if (seen != null
        && is(seen.sensorId(), names, 0, ofSensor)
        && is(seen.metric(), names, ofSensor, ofMetric)) {
      return seen;
    }
    String sensor = new String(names, 0, ofSensor, StandardCharsets.UTF_8);
    Series series = new Series(sensor, metric(names, ofSensor, ofMetric));
    SEEN[place] = series;
    return series;
  }

  /** Of metrics there are few, of which a million series need not have a million names. */
  private static String metric(byte[] names, int from, int length) {
    int place = (31 * names[from] + length) & (METRICS.length - 1);
    String seen = METRICS[place];
    if (seen == null || !is(seen, names, from, length)) {
      seen = new String(names, from, length, StandardCharsets.UTF_8);
      METRICS[place] = seen;
    }
    return seen;
  }

  /** Of names in ASCII; others are made anew each time. */
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

  /** Names the serializer in savepoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Series> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
