package dev.isotherm.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of every message and every reading.
 *
 * @param messages records, or lines that are not blank, as counted where they were read
 * @param accepted messages that became readings, as counted there
 * @param rejected messages that did not, by reason
 * @param readings readings that accepted messages held, as counted where they were parsed
 * @param aggregated readings in averages
 * @param late readings in the ledger that are in no average; one that several windows lack counts
 *     once for each
 * @param windowsPerReading in how many windows each reading is: 1, or more where windows slide
 */
public record Accounting(
    long messages,
    long accepted,
    Map<RejectionReason, Long> rejected,
    long readings,
    long aggregated,
    long late,
    int windowsPerReading) {

  /** Nothing has come. */
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

  /** Both together. */
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

  /** What came after an earlier state of the same counts. */
  public Accounting minus(Accounting earlier) {
    Map<RejectionReason, Long> since = new EnumMap<>(RejectionReason.class);
    rejected.forEach(
        (reason, count) -> {
          long more = count - earlier.rejected.getOrDefault(reason, 0L);
          if (more != 0) {
            since.put(reason, more);
          }
        });
    return new Accounting(
        messages - earlier.messages,
        accepted - earlier.accepted,
        since,
        readings - earlier.readings,
        aggregated - earlier.aggregated,
        late - earlier.late,
        windowsPerReading);
  }

  /** With each reading in one window. */
  public Accounting(
      long messages,
      long accepted,
      Map<RejectionReason, Long> rejected,
      long readings,
      long aggregated,
      long late) {
    this(messages, accepted, rejected, readings, aggregated, late, 1);
  }

  /** The same counts, where each reading is in so many windows. */
  public Accounting withWindowsPerReading(int windows) {
    return new Accounting(messages, accepted, rejected, readings, aggregated, late, windows);
  }

  /** All rejected messages. */
  public long allRejected() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether nothing got lost: the numbers come from different places and must agree. */
  public boolean addsUp() {
    return messages == accepted + allRejected()
        && readings * windowsPerReading == aggregated + late;
  }

  /**
   * {@code 11 messages = 10 accepted + 1 rejected (NOT_A_NUMBER 1); 10 readings = …}, or, where
   * windows slide, {@code 10 readings × 5 windows = …}.
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
