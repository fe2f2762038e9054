package dev.isotherm.jobs.notify;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.model.Transition;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

/**
 * Receivers of transitions beside the topic.
 *
 * @param alertmanagers each gets all alerts; as a cluster they notify people once
 * @param webhook gets each transition; {@code null} for none. There is only one, because the state
 *     holds one set of undelivered transitions
 */
public record Receivers(List<Receiver> alertmanagers, @Nullable Receiver webhook) {

  public Receivers {
    alertmanagers = List.copyOf(alertmanagers);
  }

  /**
   * Adds the operators that send transitions to the receivers.
   *
   * @param afterCheckpoint whether a transition is sent only once a checkpoint has it
   */
  public void send(DataStream<Transition> transitions, boolean afterCheckpoint) {
    if (!alertmanagers.isEmpty()) {
      transitions
          .transform(
              "send to alertmanager",
              Types.VOID,
              new SendTransitions<>(
                  alertmanagers, AlertmanagerOutbox::new, LiveAlert.TYPE, afterCheckpoint))
          .uid("send-to-alertmanager")
          .setParallelism(1);
    }
    if (webhook != null) {
      transitions
          .transform(
              "send to webhook",
              Types.VOID,
              new SendTransitions<>(
                  List.of(webhook), WebhookOutbox::new, AlertTypes.TRANSITION, afterCheckpoint))
          .uid("send-to-webhook")
          .setParallelism(1);
    }
  }
}
