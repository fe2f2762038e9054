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
 * @param windowsPerReading number of windows of each reading; more than 1 only for sliding windows
 */
public record Accounting(
    long messages,
    long accepted,
    Map<RejectionReason, Long> rejected,
    long readings,
    long aggregated,
    long late,
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
        Math.max(windowsPerReading, other.windowsPerReading));
  }

  /** Creates counts with one window per reading. */
  public Accounting(
      long messages,
      long accepted,
      Map<RejectionReason, Long> rejected,
      long readings,
      long aggregated,
      long late) {
    this(messages, accepted, rejected, readings, aggregated, late, 1);
  }

  /** Returns the same counts with another number of windows per reading. */
  public Accounting withWindowsPerReading(int windows) {
    return new Accounting(messages, accepted, rejected, readings, aggregated, late, windows);
  }

  /** Returns the number of all rejected messages. */
  public long allRejected() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns whether the counts, which come from different operators, agree. */
  public boolean addsUp() {
    return addsUp(0);
  }

  /**
   * Returns whether the counts agree if some readings are in no window.
   *
   * @param dropped how many readings were dropped before they were aggregated
   */
  public boolean addsUp(long dropped) {
    return messages == accepted + allRejected()
        && (readings - dropped) * windowsPerReading == aggregated + late;
  }

  /**
   * {@code 11 messages = 10 accepted + 1 rejected (NOT_A_NUMBER 1); 10 readings = …}, or, for
   * sliding windows, {@code 10 readings × 5 windows = …}.
   */
  @Override
  public String toString() {
    String reasons =
        rejected.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
    return String.format(
        "%d messages = %d accepted + %d rejected%s; %d readings%s = %d aggregated + %d late",
        messages,
        accepted,
        allRejected(),
        rejected.isEmpty() ? "" : reasons,
        readings,
        windowsPerReading == 1 ? "" : " \u00d7 " + windowsPerReading + " windows",
        aggregated,
        late);
  }
}
