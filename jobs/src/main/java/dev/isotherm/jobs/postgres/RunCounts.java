package dev.isotherm.jobs.postgres;

import dev.isotherm.model.Accounting;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The counts of a run, which replace those that were written for it before.
 *
 * @param run names the run; the same input has the same name
 * @param accounting the messages and readings that are accounted for
 * @param watermarkMillis all windows that end before it are closed; {@code Long.MIN_VALUE} if there
 *     is none
 */
public record RunCounts(String run, Accounting accounting, long watermarkMillis) {

  /** Returns the id of a run or a stream: names may be too long for an index. */
  public static UUID idOf(String run) {
    return UUID.nameUUIDFromBytes(run.getBytes(StandardCharsets.UTF_8));
  }
}
