package dev.isotherm.flow.topology;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;

/**
 * Holds a source back, now and then, until the watermarks that follow from what it has sent have
 * come out at the other end. Otherwise one of several subtasks may lag behind the others for a
 * whole run, and what is late, or is revised, is left to chance.
 */
final class Pace implements Serializable {

  private static final long serialVersionUID = 1;
  private static final Map<UUID, Reached> REACHED = new ConcurrentHashMap<>();
  private static final int READINGS_AT_ONCE = 50;
  private static final Duration BOUND = Duration.ofMinutes(1);

  /** Travels with the copies to the tasks. */
  private final UUID id = UUID.randomUUID();

  private final int partitions;
  private final long outOfOrdernessMillis;

  Pace(int partitions, Duration outOfOrderness) {
    this.partitions = partitions;
    this.outOfOrdernessMillis = outOfOrderness.toMillis();
    REACHED.put(id, new Reached());
  }

  /** Which subtask a series goes to. */
  static int partition(Series series, int partitions) {
    return Math.floorMod(series.hashCode(), partitions);
  }

  /** For the source; one subtask. */
  MapFunction<Reading, Reading> holdBack() {
    return new HoldBack(this);
  }

  /** For the other end; one subtask, so that its watermark is the least of all. */
  <T> Sink<T> end() {
    return context -> new End<>(REACHED.get(id));
  }

  /** It is over. */
  void forget() {
    REACHED.remove(id);
  }

  private static final class HoldBack implements MapFunction<Reading, Reading> {
    private static final long serialVersionUID = 1;

    private final Pace pace;
    private final long[] latest;
    private int sent;

    HoldBack(Pace pace) {
      this.pace = pace;
      this.latest = new long[pace.partitions];
      Arrays.fill(latest, Long.MIN_VALUE);
    }

    @Override
    public Reading map(Reading reading) throws InterruptedException {
      long least = Arrays.stream(latest).min().orElseThrow();
      if (sent % READINGS_AT_ONCE == 0 && least != Long.MIN_VALUE) {
        REACHED.get(pace.id).await(least - pace.outOfOrdernessMillis - 1);
      }
      sent++;
      int partition = partition(reading.series(), latest.length);
      latest[partition] = Math.max(latest[partition], reading.epochMillis());
      return reading;
    }
  }

  private record End<T>(Reached reached) implements SinkWriter<T> {
    @Override
    public void write(T element, Context context) {}

    @Override
    public void writeWatermark(Watermark watermark) {
      reached.set(watermark.getTimestamp());
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
  }

  private static final class Reached {
    private long watermark = Long.MIN_VALUE;

    synchronized void set(long to) {
      watermark = to;
      notifyAll();
    }

    synchronized void await(long least) throws InterruptedException {
      long deadline = System.nanoTime() + BOUND.toNanos();
      while (watermark < least) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new IllegalStateException(
              "the watermark is " + watermark + " after " + BOUND + ", must come to " + least);
        }
        wait(left / 1_000_000 + 1);
      }
    }
  }
}
