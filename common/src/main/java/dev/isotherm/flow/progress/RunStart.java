package dev.isotherm.flow.progress;

import dev.isotherm.model.EarlierRun;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run of a stream may start.
 *
 * @param earlierRuns the runs before, oldest first, if this run begins anew
 * @param refusal why the run must not start without the state of an earlier run, and what to do;
 *     {@code null} if it may
 * @param expectedSinceMillis from when on the series of the sensor table are expected to send, if
 *     the run begins; {@code null} if none is expected
 */
public record RunStart(
    List<EarlierRun> earlierRuns, @Nullable String refusal, @Nullable Long expectedSinceMillis)
    implements Serializable {

  /** The first run of a stream. */
  public static final RunStart FIRST = new RunStart(List.of(), null, null);

  public RunStart {
    earlierRuns = new ArrayList<>(earlierRuns);
  }

  /** A run that begins anew after earlier runs. */
  public static RunStart anew(List<EarlierRun> earlierRuns) {
    return new RunStart(earlierRuns, null, null);
  }

  /** A run that must continue from a checkpoint or savepoint. */
  public static RunStart continued(String refusal) {
    return new RunStart(List.of(), refusal, null);
  }

  /**
   * This start, with series that are expected.
   *
   * @param sinceMillis {@code null} for none
   */
  public RunStart expecting(@Nullable Long sinceMillis) {
    return new RunStart(earlierRuns, refusal, sinceMillis);
  }
}
