package dev.isotherm.model;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Counts of all messages and readings by what became of them.
 *
 * @param messages records, or lines that are not blank, counted by the source
 * @param accepted messages that became readings, counted by the source
 * @param rejected rejected messages by reason
 * @param readings readings of accepted messages, counted by the parser
 * @param aggregated readings in averages
 * @param late readings in the late log that are in no average, counted once for each window that
 *     excludes them
 * @param duplicates readings that were dropped before they were aggregated
 * @param implausible readings in the late log that are no measurements, by the sensor table
 * @param buffered readings that wait until they can be checked, in order
 * @param windowsPerReading number of windows of each reading; more than 1 only for sliding windows
 */
public record Accounting(
    long messages,
    long accepted,
    Map<RejectionReason, Long> rejected,
    long readings,
    long aggregated,
    long late,
    long duplicates,
    long implausible,
    long buffered,
    int windowsPerReading)
    implements Serializable {

  /** No messages. */
  public static final Accounting NONE = new Accounting(0, 0, Map.of(), 0, 0, 0);

  public Accounting {
    if (windowsPerReading < 1) {
      throw new IllegalArgumentException(
          "windows per reading " + windowsPerReading + ": must be at least 1");
    }
    Map<RejectionReason, Long> byReason = new EnumMap<>(RejectionReason.class);
    byReason.putAll(rejected);
    rejected = byReason;
  }

  /** Returns the sum of both. */
  public Accounting plus(Accounting other) {
    Map<RejectionReason, Long> both = new EnumMap<>(RejectionReason.class);
    both.putAll(rejected);
    other.rejected.forEach((reason, count) -> both.merge(reason, count, Long::sum));
    return new Accounting(
        messages + other.messages,
        accepted + other.accepted,
        both,
        readings + other.readings,
        aggregated + other.aggregated,
        late + other.late,
        duplicates + other.duplicates,
        implausible + other.implausible,
        buffered + other.buffered,
        Math.max(windowsPerReading, other.windowsPerReading));
  }

  /** Creates counts without duplicates and implausible readings. */
  public Accounting(
      long messages,
      long accepted,
      Map<RejectionReason, Long> rejected,
      long readings,
      long aggregated,
      long late,
      int windowsPerReading) {
    this(messages, accepted, rejected, readings, aggregated, late, 0, 0, 0, windowsPerReading);
  }

  /** Creates counts with one window per reading, without duplicates and implausible readings. */
  public Accounting(
      long messages,
      long accepted,
      Map<RejectionReason, Long> rejected,
      long readings,
      long aggregated,
      long late) {
    this(messages, accepted, rejected, readings, aggregated, late, 1);
  }

  /** Counts readings that were late. */
  public static Accounting ofLate(long readings) {
    return new Accounting(0, 0, Map.of(), 0, 0, readings);
  }

  /** Counts readings that were dropped. */
  public static Accounting ofDuplicates(long readings) {
    return NONE.withDuplicates(readings);
  }

  /** Returns these counts with another number of dropped readings. */
  public Accounting withDuplicates(long dropped) {
    return new Accounting(
        messages,
        accepted,
        rejected,
        readings,
        aggregated,
        late,
        dropped,
        implausible,
        buffered,
        windowsPerReading);
  }

  /** Counts readings that are implausible. */
  public static Accounting ofImplausible(long readings) {
    return NONE.withImplausible(readings);
  }

  /** Returns these counts with another number of implausible readings. */
  public Accounting withImplausible(long excluded) {
    return new Accounting(
        messages,
        accepted,
        rejected,
        readings,
        aggregated,
        late,
        duplicates,
        excluded,
        buffered,
        windowsPerReading);
  }

  /** Returns these counts with another number of buffered readings. */
  public Accounting withBuffered(long waiting) {
    return new Accounting(
        messages,
        accepted,
        rejected,
        readings,
        aggregated,
        late,
        duplicates,
        implausible,
        waiting,
        windowsPerReading);
  }

  /** Returns the same counts with another number of windows per reading. */
  public Accounting withWindowsPerReading(int windows) {
    return new Accounting(
        messages,
        accepted,
        rejected,
        readings,
        aggregated,
        late,
        duplicates,
        implausible,
        buffered,
        windows);
  }

  /** Returns the number of all rejected messages. */
  public long allRejected() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns whether the counts, which come from different operators, agree. */
  public boolean addsUp() {
    return messages == accepted + allRejected()
        && (readings - duplicates - implausible - buffered) * windowsPerReading
            == aggregated + late;
  }

  /**
   * {@code 11 messages = 10 accepted + 1 rejected (NOT_A_NUMBER 1); 10 readings = …}, or, for
   * sliding windows, {@code 10 readings × 5 windows = …}. Implausible readings, duplicates and
   * buffered readings are named if there are any.
   */
  @Override
  public String toString() {
    String reasons =
        rejected.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
    return String.format(
        "%d messages = %d accepted + %d rejected%s; %d readings%s = %d aggregated + %d late%s%s%s",
        messages,
        accepted,
        allRejected(),
        rejected.isEmpty() ? "" : reasons,
        readings,
        windowsPerReading == 1 ? "" : " \u00d7 " + windowsPerReading + " windows",
        aggregated,
        late,
        implausible == 0 ? "" : " + " + implausible * windowsPerReading + " implausible",
        duplicates == 0 ? "" : " + " + duplicates * windowsPerReading + " duplicates",
        buffered == 0 ? "" : " + " + buffered * windowsPerReading + " buffered");
  }
}
