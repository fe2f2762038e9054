package dev.isotherm.jobs.kafka.source;

import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.parse.ReadingBlock;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.RelativeClock;

/**
 * Generates the watermark of a partition: the latest instant minus the out-of-orderness. After the
 * idle timeout without a reading, the partition is marked idle and no longer holds back the
 * watermark. The pre-aggregation of averages decides what that means for its last windows.
 *
 * <p>Rejected messages are ignored: they neither advance the watermark nor end idleness.
 */
public final class PartitionWatermarks implements WatermarkGenerator<MessageBlock> {

  private final long outOfOrdernessMillis;
  private final long idleTimeoutNanos;
  private final RelativeClock clock;

  private long latest = Long.MIN_VALUE;
  private boolean active = true;
  private boolean noReading;
  private long noReadingSince;

  /**
   * Creates the watermark generator of a partition that has not been read yet.
   *
   * @param clock a clock in nanoseconds that pauses while the partition cannot be read although it
   *     may have records
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
      noReading = false;
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    if (!active) {
      return;
    }
    long now = clock.relativeTimeNanos();
    if (!noReading) {
      noReading = true;
      noReadingSince = now;
    }
    if (latest != Long.MIN_VALUE) {
      output.emitWatermark(new Watermark(latest - outOfOrdernessMillis - 1));
    }
    if (now - noReadingSince >= idleTimeoutNanos) {
      output.markIdle();
      active = false;
    }
  }
}
