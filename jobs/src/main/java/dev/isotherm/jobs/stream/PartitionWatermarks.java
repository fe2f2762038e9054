package dev.isotherm.jobs.stream;

import dev.isotherm.average.Windowing;
import dev.isotherm.pipeline.Message;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.RelativeClock;

/**
 * The watermark of one partition: the latest instant seen, less the disorder that is allowed for.
 *
 * <p>A partition that falls silent must hold nobody back, and its last windows must close. So after
 * the idle timeout it moves its watermark to the end of the window that holds its latest instant,
 * and declares itself idle. While others go on, an idle partition is not looked at; when all are
 * idle, Flink takes the furthest of their watermarks, and so the last windows of the whole topic
 * close. If the silence ends, what still comes for those windows revises them.
 *
 * <p>Scenario, windows of a minute, idle timeout 30 s: the last reading is of 12:00:10. Half a
 * minute later the watermark goes to 12:00:59.999 and the window [12:00, 12:01) is complete.
 *
 * <p>Rejected messages count for nothing here: neither what they say of time nor that they came.
 */
final class PartitionWatermarks implements WatermarkGenerator<Message> {

  private final Windowing windowing;
  private final long outOfOrdernessMillis;
  private final long idleTimeoutNanos;
  private final RelativeClock clock;

  private long latest = Long.MIN_VALUE;
  private long furthest = Long.MIN_VALUE;
  private boolean active = true;
  private boolean quiet;
  private long quietSince;

  /**
   * Sets up the watermark of a partition that has not been read yet.
   *
   * @param clock stands still while the partition could not be read, though it may have had
   *     something; in nanoseconds
   */
  PartitionWatermarks(
      Windowing windowing, Duration outOfOrderness, Duration idleTimeout, RelativeClock clock) {
    this.windowing = windowing;
    this.outOfOrdernessMillis = outOfOrderness.toMillis();
    this.idleTimeoutNanos = idleTimeout.toNanos();
    this.clock = clock;
  }

  @Override
  public void onEvent(Message message, long timestamp, WatermarkOutput output) {
    if (message.isAccepted()) {
      latest = Math.max(latest, message.epochMillis());
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
    boolean silent = now - quietSince >= idleTimeoutNanos;
    if (latest != Long.MIN_VALUE) {
      furthest = Math.max(furthest, reached(silent));
      output.emitWatermark(new Watermark(furthest));
    }
    if (silent) {
      output.markIdle();
      active = false;
    }
  }

  private long reached(boolean silent) {
    return silent ? windowing.endOf(latest) - 1 : latest - outOfOrdernessMillis - 1;
  }
}
