package dev.isotherm.flow.alert;

import dev.isotherm.alert.AlertMachine;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimerService;

/** Keeps one timer per series, at its next deadline: one that fires too early sets the next. */
final class DeadlineTimers {

  private final InternalTimerService<VoidNamespace> service;
  private final ValueState<Long> wakeUp;
  private long overdue = AlertMachine.NEVER;

  DeadlineTimers(InternalTimerService<VoidNamespace> service, RuntimeContext context) {
    this.service = service;
    this.wakeUp = context.getState(new ValueStateDescriptor<>("wake-up", Types.LONG));
  }

  /**
   * Sets the timer of the current series, unless an earlier one is set.
   *
   * @param deadline {@link AlertMachine#NEVER} for none
   */
  void setAt(long deadline, long watermark) throws Exception {
    if (deadline == AlertMachine.NEVER) {
      return;
    }
    Long before = wakeUp.value();
    if (before == null || before > deadline) {
      set(deadline);
      wakeUp.update(deadline);
      overdue = deadline <= watermark ? Math.min(overdue, deadline) : overdue;
    }
  }

  /** Sets a timer of the current series, beside the one at its deadline. */
  void set(long instant) {
    service.registerEventTimeTimer(VoidNamespace.INSTANCE, instant);
  }

  /** Forgets the timer of the current series, which has fired. */
  void clear() {
    wakeUp.clear();
  }

  /**
   * The earliest deadline that had passed when its timer was set; {@link AlertMachine#NEVER} if
   * there is none since the last watermark.
   */
  long overdue() {
    return overdue;
  }

  /** A new watermark has come, so timers that were overdue fire. */
  void forgetOverdue() {
    overdue = AlertMachine.NEVER;
  }

  long currentWatermark() {
    return service.currentWatermark();
  }
}
