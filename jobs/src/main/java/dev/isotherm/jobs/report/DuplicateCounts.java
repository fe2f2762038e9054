package dev.isotherm.jobs.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.flow.ingest.DropDuplicates;
import dev.isotherm.flow.ingest.MessageCounters;
import dev.isotherm.flow.ingest.RepeatSample;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.jspecify.annotations.Nullable;

/**
 * What a bounded run knows of readings that repeat an earlier one.
 *
 * @param drops whether they were dropped
 * @param dropped how many were dropped
 * @param conflicts the instants at which a series has several values; known only if readings were
 *     dropped
 * @param onlyLast whether only the last of these values counts
 * @param repeats how many there are if they were not dropped; {@code null} if nothing is known
 */
record DuplicateCounts(
    boolean drops, long dropped, long conflicts, boolean onlyLast, @Nullable RepeatSample repeats) {

  /** Fetches what a job has counted. */
  static DuplicateCounts of(JobExecutionResult job) {
    Long dropped = job.getAccumulatorResult(DropDuplicates.DUPLICATES);
    if (dropped == null) {
      RepeatSample repeats = job.getAccumulatorResult(MessageCounters.REPEATS);
      return new DuplicateCounts(false, 0, 0, false, repeats);
    }
    Long conflicts = job.getAccumulatorResult(DropDuplicates.CONFLICTS);
    Long superseded = job.getAccumulatorResult(DropDuplicates.SUPERSEDED);
    boolean onlyLast = superseded != null;
    Long instants = onlyLast ? superseded : conflicts;
    return new DuplicateCounts(true, dropped, instants == null ? 0 : instants, onlyLast, null);
  }

  /** One sentence if there are conflicts, or repetitions that were counted. */
  List<String> warnings(long readings) {
    if (conflicts > 0) {
      return List.of(
          conflicts
              + (conflicts == 1 ? " instant has" : " instants have")
              + " several values of one sensor and metric: "
              + (onlyLast
                  ? "only the last counts"
                  : "they are no duplicates, and all count; --duplicates last counts the last"));
    }
    if (repeats == null || repeats.repeats() == 0) {
      return List.of();
    }
    long count = repeats.repeats();
    String number =
        repeats.isExact()
            ? Long.toString(count)
            : "about " + new BigDecimal(count).round(new MathContext(2)).toPlainString();
    return List.of(
        number
            + " of "
            + readings
            + " readings repeat an earlier one of the same sensor, metric, instant and value, and"
            + " all count; --duplicates drop counts each once");
  }

  void writeTo(JsonGenerator json) throws IOException {
    if (drops) {
      json.writeNumberField("conflicts", conflicts);
    }
  }
}
