package dev.isotherm.parse.message;

import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.util.Arrays;
import java.util.List;

/**
 * Takes in what a message holds, in whatever order it comes, and says at the end what becomes of
 * it. Reused from message to message, because most hold a single number.
 *
 * <p>Of several faults the one that counts is the first of {@link #PRECEDENCE}, not the first in
 * the message: the order of members must not decide the reason.
 */
public final class ReadingsBuilder {

  private static final List<RejectionReason> PRECEDENCE =
      List.of(
          RejectionReason.DUPLICATE_FIELD,
          RejectionReason.NO_TIMESTAMP,
          RejectionReason.BAD_TIMESTAMP,
          RejectionReason.NO_SENSOR,
          RejectionReason.NOT_A_NUMBER,
          RejectionReason.NOT_FINITE,
          RejectionReason.NO_METRIC);

  private final SeriesCache cache = new SeriesCache();
  private long epochMillis;
  private String sensorId;
  private String[] metrics = new String[8];
  private double[] values = new double[8];
  private int count;
  private RejectionReason reason;
  private String detail;

  public void clear() {
    sensorId = null;
    count = 0;
    reason = null;
    detail = null;
  }

  public void timestamp(long millis) {
    epochMillis = millis;
  }

  public void sensor(String field, String name) {
    String fault = Series.nameError(name);
    if (fault == null) {
      sensorId = name;
    } else {
      reject(RejectionReason.NO_SENSOR, Excerpt.plain(field) + " " + fault);
    }
  }

  /** Takes in a number; its name must be without fault, see {@link Series#nameError}. */
  public void measure(String metric, double value) {
    if (count == metrics.length) {
      metrics = Arrays.copyOf(metrics, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    metrics[count] = metric;
    values[count++] = value;
  }

  /** Keeps the fault unless one that comes before it is known; the first wins among equals. */
  public void reject(RejectionReason newReason, String newDetail) {
    if (reason == null || PRECEDENCE.indexOf(newReason) < PRECEDENCE.indexOf(reason)) {
      reason = newReason;
      detail = newDetail;
    }
  }

  /** Whether there is neither a number nor a fault so far. */
  public boolean isBare() {
    return count == 0 && reason == null;
  }

  /** Readings where a timestamp, a sensor and a number came and no fault; else the rejection. */
  public Parsed finish() {
    if (reason != null) {
      return new Rejected(reason, detail);
    }
    Reading[] readings = new Reading[count];
    for (int i = 0; i < count; i++) {
      readings[i] = new Reading(cache.of(sensorId, metrics[i]), epochMillis, values[i]);
    }
    return new Accepted(epochMillis, List.of(readings));
  }
}
