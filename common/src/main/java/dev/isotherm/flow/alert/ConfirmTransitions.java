package dev.isotherm.flow.alert;

import dev.isotherm.alert.AlertStatus;
import dev.isotherm.alert.Retraction;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RulesByInstant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Confirms the transitions that were published since the checkpoint that is restored, or takes them
 * back.
 *
 * <p>A stream publishes transitions at once, so a crash can come between a transition and the
 * checkpoint that has it. After a restore, event time may advance in other steps, and come to other
 * transitions. So what was published since the checkpoint is read, and each of these transitions is
 * either emitted again, with the same id, or taken back.
 */
final class ConfirmTransitions {

  private final PublishedTransitions before;
  private final ListState<Long> checkpointTime;
  private final UnconfirmedTransitions unconfirmed = new UnconfirmedTransitions();

  /** What was published since then, in milliseconds of the clock, is unconfirmed. */
  private long sinceMillis;

  /** The alert of a transition, as it is now. */
  @FunctionalInterface
  interface Alerts {
    AlertStatus statusOf(Transition transition) throws Exception;
  }

  /** Whether the restored state has a transition already. */
  @FunctionalInterface
  interface RestoredState {
    boolean has(Transition transition) throws Exception;
  }

  /** Takes retractions. */
  @FunctionalInterface
  interface Retractions {
    void takeBack(Transition retraction);
  }

  /**
   * Restores the instant since which published transitions are unconfirmed.
   *
   * @param before the transitions that were published before the state is restored
   */
  ConfirmTransitions(OperatorStateStore store, PublishedTransitions before) throws Exception {
    this.before = before;
    checkpointTime =
        store.getUnionListState(new ListStateDescriptor<>("checkpoint-time", Types.LONG));
    // Without a checkpoint, everything that was published is unconfirmed.
    sinceMillis =
        StreamSupport.stream(checkpointTime.get().spliterator(), false)
            .mapToLong(Long::longValue)
            .min()
            .orElse(0);
  }

  /**
   * Reads what was published.
   *
   * @param isMine tells the transitions of this subtask
   */
  void read(Predicate<Transition> isMine, RestoredState state) throws Exception {
    List<Transition> published = new ArrayList<>();
    before.forEachSince(
        sinceMillis,
        transition -> {
          if (isMine.test(transition)) {
            published.add(transition);
          }
        });
    boolean areOfEarlierRuns = sinceMillis == 0 && before.areOfEarlierRuns();
    for (Transition transition : published) {
      if (areOfEarlierRuns) {
        unconfirmed.addOfEarlierRun(transition);
      } else if (!state.has(transition)) {
        unconfirmed.add(transition);
      }
    }
  }

  /** Takes back what a transition that is emitted next contradicts. */
  void beforeNext(Transition transition, Retractions out) {
    if (unconfirmed.isEmpty()) {
      return;
    }
    Transition untrue = unconfirmed.contradictedBy(transition);
    if (untrue != null) {
      out.takeBack(Retraction.before(untrue, transition));
    }
  }

  /**
   * Takes back what is not true. Once event time has passed a published transition, the status of
   * its alert shows whether it is.
   */
  void advance(long toMillis, RulesByInstant versions, Alerts alerts, Retractions out)
      throws Exception {
    if (unconfirmed.isEmpty()) {
      return;
    }
    String rules = versions.at(toMillis).fingerprint();
    for (UnconfirmedTransitions.Unconfirmed alert : unconfirmed.removeUntil(toMillis)) {
      Transition published = alert.last();
      AlertStatus status = alerts.statusOf(published);
      if (alert.hasUntrue() || !Retraction.isTrue(published, status)) {
        out.takeBack(Retraction.of(published, status, rules));
      }
    }
  }

  /**
   * Writes the state.
   *
   * @param checkpointMillis when the checkpoint was begun, in milliseconds of the clock
   */
  void snapshot(long checkpointMillis) throws Exception {
    if (unconfirmed.isEmpty()) {
      sinceMillis = checkpointMillis;
    }
    checkpointTime.update(List.of(sinceMillis));
  }

  /** Chooses transitions of the rules of a scope, of series that belong to a subtask. */
  static Predicate<Transition> ofSubtask(RuleSetHistory known, RuleScope scope, TaskInfo task) {
    Set<String> othersRules =
        known.versions().stream()
            .flatMap(version -> version.rules().rules().stream())
            .filter(rule -> !scope.includes(rule))
            .map(Rule::name)
            .collect(Collectors.toSet());
    return transition ->
        !othersRules.contains(transition.rule())
            && isOfSubtask(transition, task)
            && !transition.reason().isOfSource();
  }

  private static boolean isOfSubtask(Transition transition, TaskInfo task) {
    int owner =
        KeyGroupRangeAssignment.assignKeyToParallelOperator(
            transition.series(),
            task.getMaxNumberOfParallelSubtasks(),
            task.getNumberOfParallelSubtasks());
    return owner == task.getIndexOfThisSubtask();
  }
}
