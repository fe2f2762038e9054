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
 */
public record RunStart(List<EarlierRun> earlierRuns, @Nullable String refusal)
    implements Serializable {

  /** The first run of a stream. */
  public static final RunStart FIRST = new RunStart(List.of(), null);

  public RunStart {
    earlierRuns = new ArrayList<>(earlierRuns);
  }

  /** A run that begins anew after earlier runs. */
  public static RunStart anew(List<EarlierRun> earlierRuns) {
    return new RunStart(earlierRuns, null);
  }

  /** A run that must continue from a checkpoint or savepoint. */
  public static RunStart continued(String refusal) {
    return new RunStart(List.of(), refusal);
  }
}
