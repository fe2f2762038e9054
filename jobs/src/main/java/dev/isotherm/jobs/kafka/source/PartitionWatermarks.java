package dev.isotherm.jobs.kafka.source;

import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.parse.ReadingBlock;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.RelativeClock;

/**
 * The watermark of one partition: the latest instant seen, less the disorder that is allowed for. A
 * partition that has been silent for the idle timeout declares itself idle, and holds nobody back;
 * what that means for its last windows is decided where averages are combined.
 *
 * <p>Rejected messages count for nothing here: neither what they say of time nor that they came.
 */
public final class PartitionWatermarks implements WatermarkGenerator<MessageBlock> {

  private final long outOfOrdernessMillis;
  private final long idleTimeoutNanos;
  private final RelativeClock clock;

  private long latest = Long.MIN_VALUE;
  private boolean active = true;
  private boolean quiet;
  private long quietSince;

  /**
   * Sets up the watermark of a partition that has not been read yet.
   *
   * @param clock stands still while the partition could not be read, though it may have had
   *     something; in nanoseconds
   */
  public PartitionWatermarks(Duration outOfOrderness, Duration idleTimeout, RelativeClock clock) {
    this.outOfOrdernessMillis = outOfOrderness.toMillis();
    this.idleTimeoutNanos = idleTimeout.toNanos();
    this.clock = clock;
  }

  @Override
  public void onEvent(MessageBlock messages, long timestamp, WatermarkOutput output) {
    ReadingBlock readings = messages.readings();
    if (readings.count() > 0) {
      latest = Math.max(latest, readings.latestMillis());
      active = true;
      quiet = false;
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    if (!active) {
      return;
    }
    long now = clock.relativeTimeNanos();
    if (!quiet) {
      quiet = true;
      quietSince = now;
    }
    if (latest != Long.MIN_VALUE) {
      output.emitWatermark(new Watermark(latest - outOfOrdernessMillis - 1));
    }
    if (now - quietSince >= idleTimeoutNanos) {
      output.markIdle();
      active = false;
    }
  }
}
