package dev.isotherm.parse.message;

import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the fields of a message in any order and builds its readings or its rejection. Reused
 * from message to message, because most contain a single number.
 *
 * <p>Of several errors, the first by {@link #PRECEDENCE} is reported, so that the reason does not
 * depend on the order of members.
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
  private @Nullable String sensorId;
  private String[] metrics = new String[8];
  private double[] values = new double[8];
  private int count;
  private @Nullable RejectionReason reason;
  private @Nullable String detail;

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
    String error = Series.nameError(name);
    if (error == null) {
      sensorId = name;
    } else {
      reject(RejectionReason.NO_SENSOR, Excerpt.plain(field) + " " + error);
    }
  }

  /** Adds a number; its name must be valid, see {@link Series#nameError}. */
  public void measure(String metric, double value) {
    if (count == metrics.length) {
      metrics = Arrays.copyOf(metrics, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    metrics[count] = metric;
    values[count++] = value;
  }

  /** Keeps an error unless one of higher or equal precedence is known. */
  public void reject(RejectionReason newReason, String newDetail) {
    if (reason == null || PRECEDENCE.indexOf(newReason) < PRECEDENCE.indexOf(reason)) {
      reason = newReason;
      detail = newDetail;
    }
  }

  /** Returns whether there is neither a number nor an error so far. */
  public boolean isEmpty() {
    return count == 0 && reason == null;
  }

  /**
   * Returns the rejection if there is an error, otherwise the readings; then timestamp, sensor and
   * a number must have been set.
   */
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
