package dev.isotherm.parse.message;

import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the fields of a message in any order and builds its readings or its rejection. Reused
 * from message to message, because most contain a single number.
 *
 * <p>Of several errors, the first by {@link #PRECEDENCE} is reported, so that the reason does not
 * depend on the order of members.
 *
 * <p>A bad value costs itself alone: it is left out, and is an error only if the message has no
 * good one.
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
  private long laterMillis;
  private @Nullable String sensorId;
  private @Nullable String metricOfSensors;
  private String[] metrics = new String[8];
  private double[] values = new double[8];
  private int count;
  private @Nullable RejectionReason reason;
  private @Nullable String detail;
  private final List<LeftOut> leftOut = new ArrayList<>();
  private @Nullable RejectionReason reasonIfEmpty;
  private @Nullable String detailIfEmpty;
  private boolean noneAskedFor;

  public void clear() {
    sensorId = null;
    metricOfSensors = null;
    count = 0;
    leftOut.clear();
    reasonIfEmpty = null;
    noneAskedFor = false;
    detailIfEmpty = null;
    reason = null;
    detail = null;
  }

  public void timestamp(long millis) {
    epochMillis = millis;
    laterMillis = millis;
  }

  /**
   * Says that the timestamp is a local time that clocks show twice.
   *
   * @param millis the later of its two instants
   */
  public void repeated(String field, String text, long millis) {
    laterMillis = millis;
    leaveOut(field, LeftOutReason.REPEATED_HOUR, text);
  }

  /** Sets the sensor of a message that has no field for it; the name must be valid. */
  public void sensor(String name) {
    sensorId = name;
  }

  /** Makes the names of the numbers those of their sensors, which all measure one metric. */
  public void namesAreSensors(String metric) {
    metricOfSensors = metric;
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

  /** Accepts the message without a reading: it has a metric that was not asked for. */
  public void noneAskedFor() {
    noneAskedFor = true;
  }

  /** Checks the name of a metric that a field holds; rejects the message if it is invalid. */
  public boolean checkMetric(String field, String name) {
    String error = Series.nameError(name);
    if (error != null) {
      reject(RejectionReason.NO_METRIC, Excerpt.plain(field) + " " + error);
    }
    return error == null;
  }

  /** Leaves out a value. */
  public void leaveOut(String field, LeftOutReason why, String value) {
    leftOut.add(LeftOut.one(field, why, value));
  }

  /**
   * Keeps an error in case there is no number, unless one of higher or equal precedence is known.
   */
  public void rejectIfEmpty(RejectionReason newReason, String newDetail) {
    if (precedes(newReason, reasonIfEmpty)) {
      reasonIfEmpty = newReason;
      detailIfEmpty = newDetail;
    }
  }

  /** Keeps an error unless one of higher or equal precedence is known. */
  public void reject(RejectionReason newReason, String newDetail) {
    if (precedes(newReason, reason)) {
      reason = newReason;
      detail = newDetail;
    }
  }

  private static boolean precedes(RejectionReason newReason, @Nullable RejectionReason known) {
    return known == null || PRECEDENCE.indexOf(newReason) < PRECEDENCE.indexOf(known);
  }

  /** Returns whether there is neither a number nor an error so far. */
  public boolean isEmpty() {
    return count == 0 && reason == null && reasonIfEmpty == null && !noneAskedFor;
  }

  /**
   * Returns the rejection if there is an error, otherwise the readings; then timestamp, sensor and
   * a number must have been set, unless none was asked for.
   */
  public Parsed finish() {
    if (count == 0 && reasonIfEmpty != null) {
      reject(reasonIfEmpty, detailIfEmpty);
    }
    if (reason != null) {
      return new Rejected(reason, detail);
    }
    Reading[] readings = new Reading[count];
    for (int i = 0; i < count; i++) {
      Series series =
          metricOfSensors == null
              ? cache.of(sensorId, metrics[i])
              : cache.of(metrics[i], metricOfSensors);
      readings[i] = new Reading(series, epochMillis, values[i]);
    }
    return new Accepted(epochMillis, laterMillis, List.of(readings), leftOut);
  }
}
