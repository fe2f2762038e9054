package dev.isotherm.flow.alert;

import java.time.Duration;

/** When series are forgotten that have been silent for long. */
final class SilentSeries {

  /** How often series are forgotten: a part of the time, so that it costs little. */
  private static final int SWEEPS = 4;

  private final long afterMillis;
  private long sweptMillis;

  /**
   * Begins at a watermark.
   *
   * @param after how far a series must be behind the watermark
   */
  SilentSeries(Duration after, long watermark) {
    afterMillis = after.toMillis();
    sweptMillis = watermark;
  }

  /** The first instant that is not too old at a watermark. */
  long oldestMillis(long watermark) {
    return Math.max(watermark, Long.MIN_VALUE + afterMillis) - afterMillis;
  }

  /** Whether series should be forgotten at a watermark. They are then taken for forgotten. */
  boolean isDue(long watermark) {
    long sweepMillis = afterMillis / SWEEPS;
    if (Math.floorDiv(watermark, sweepMillis) <= Math.floorDiv(sweptMillis, sweepMillis)) {
      return false;
    }
    sweptMillis = watermark;
    return true;
  }
}
