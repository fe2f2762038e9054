package dev.isotherm.flow.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What a stream is, in operator state: the options that determine its results, and whether it was
 * drained. State of another stream must not be continued: its open windows would be mixed with
 * windows of another length, and its results would be those of no settings at all.
 *
 * <p>A stream that is drained ({@code stop --drain}) has published windows that were still open,
 * and has dropped deadlines of alerts. To continue it would publish these windows again, with half
 * of their readings.
 */
public final class StreamIdentity {

  private final ListState<Map<String, String>> settingsState;
  private final ListState<Boolean> drainedState;
  private final Map<String, String> settings;

  /**
   * Restores the identity of the last checkpoint, if there is one.
   *
   * @param settings values of options, by the names of the options; without those that are not
   *     given. An option that did not exist before must be left out at its default.
   * @throws org.apache.flink.runtime.execution.SuppressRestartsException if the state is of a
   *     stream with other settings, or was drained; the message names each option with both values
   */
  public StreamIdentity(OperatorStateStore store, Map<String, String> settings) throws Exception {
    this.settings = new TreeMap<>(settings);
    settingsState =
        store.getUnionListState(
            new ListStateDescriptor<>("settings", Types.MAP(Types.STRING, Types.STRING)));
    drainedState = store.getUnionListState(new ListStateDescriptor<>("drained", Types.BOOLEAN));
    for (boolean drained : drainedState.get()) {
      if (drained) {
        throw RefusedState.because(
            "the state was written by stop --drain, which ends a stream: it has closed all windows"
                + " early. Continue from a checkpoint before it, or begin anew with --fresh; to"
                + " pause a stream, stop it without --drain");
      }
    }
    for (Map<String, String> before : settingsState.get()) {
      List<String> differences = differences(before, this.settings);
      if (!differences.isEmpty()) {
        throw RefusedState.because(
            String.join("; ", differences)
                + ". Continue with the same options, or begin anew with --fresh");
      }
    }
  }

  private static List<String> differences(Map<String, String> before, Map<String, String> now) {
    TreeSet<String> options = new TreeSet<>(before.keySet());
    options.addAll(now.keySet());
    List<String> differences = new ArrayList<>();
    for (String option : options) {
      String then = before.get(option);
      String given = now.get(option);
      if (then == null) {
        differences.add(option + " " + given + ": the state is of a stream without it");
      } else if (given == null) {
        differences.add(option + ": is not given; the state is of a stream with " + then);
      } else if (!given.equals(then)) {
        differences.add(option + " " + given + ": the state is of a stream with " + then);
      }
    }
    return differences;
  }

  /**
   * Writes the identity to the state that is about to be checkpointed.
   *
   * @param drained whether the input has ended
   */
  public void snapshot(boolean drained) throws Exception {
    settingsState.update(List.of(settings));
    drainedState.update(List.of(drained));
  }
}
