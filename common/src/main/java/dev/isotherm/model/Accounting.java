package dev.isotherm.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of every message and every reading of a bounded run.
 *
 * @param messages lines that are not blank, as counted where they were read
 * @param accepted messages that became readings, as counted there
 * @param rejected lines in {@code rejected/}, by reason
 * @param readings readings that accepted messages held, as counted where they were parsed
 * @param aggregated readings in the averages that were written
 * @param late readings in {@code late/} that are in no average
 */
public record Accounting(
    long messages,
    long accepted,
    Map<RejectionReason, Long> rejected,
    long readings,
    long aggregated,
    long late) {

  public Accounting {
    Map<RejectionReason, Long> byReason = new EnumMap<>(RejectionReason.class);
    byReason.putAll(rejected);
    rejected = byReason;
  }

  /** All rejected messages. */
  public long allRejected() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether nothing got lost: the numbers come from different places and must agree. */
  public boolean addsUp() {
    return messages == accepted + allRejected() && readings == aggregated + late;
  }

  /** {@code 11 messages = 10 accepted + 1 rejected (NOT_A_NUMBER 1); 10 readings = …}. */
  @Override
  public String toString() {
    String reasons =
        rejected.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
    return String.format(
        "%d messages = %d accepted + %d rejected%s; %d readings = %d aggregated + %d late",
        messages,
        accepted,
        allRejected(),
        rejected.isEmpty() ? "" : reasons,
        readings,
        aggregated,
        late);
  }
}
