package dev.isotherm.jobs.notify;

import static dev.isotherm.jobs.notify.TestTransitions.fires;
import static dev.isotherm.jobs.notify.TestTransitions.resolves;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.isotherm.fixtures.Eventually;
import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.model.Transition;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class SendTransitionsHarnessTest {

  private static final Duration BOUND = Duration.ofSeconds(20);

  private static OneInputStreamOperatorTestHarness<Transition, Void> open(
      SendTransitions<?> operator, OperatorSubtaskState state) throws Exception {
    SerializerConfigImpl config = new SerializerConfigImpl();
    var harness =
        new OneInputStreamOperatorTestHarness<>(
            operator, AlertTypes.TRANSITION.createSerializer(config));
    harness.setup(Types.VOID.createSerializer(config));
    harness.initializeState(state);
    harness.open();
    return harness;
  }

  private static SendTransitions<LiveAlert> toAlertmanagers(ScriptedServer... servers) {
    return new SendTransitions<>(
        List.of(servers).stream().map(ScriptedServer::receiver).toList(),
        AlertmanagerOutbox::new,
        LiveAlert.TYPE,
        false);
  }

  private static SendTransitions<Transition> toWebhook(
      ScriptedServer server, boolean afterCheckpoint) {
    return new SendTransitions<>(
        List.of(server.receiver()), WebhookOutbox::new, AlertTypes.TRANSITION, afterCheckpoint);
  }

  private static void awaitBody(ScriptedServer server, String part) {
    Eventually.holds(
        "a request has " + part,
        BOUND,
        () -> server.requests().stream().anyMatch(one -> one.body().contains(part)));
  }

  @Test
  void whatFiresGoesOnBeingToldAfterARestart() throws Exception {
    OperatorSubtaskState state;
    try (ScriptedServer one = new ScriptedServer();
        ScriptedServer other = new ScriptedServer();
        var harness = open(toAlertmanagers(one, other), null)) {
      harness.processElement(fires("a", 1), 1);
      harness.processElement(fires("b", 1), 1);
      harness.processElement(resolves("b", 2), 2);
      awaitBody(one, "\"sensor_id\":\"a\"");
      awaitBody(other, "\"sensor_id\":\"a\"");
      state = harness.snapshot(1, 1);
    }
    try (ScriptedServer later = new ScriptedServer();
        var harness = open(toAlertmanagers(later), state)) {
      awaitBody(later, "\"sensor_id\":\"a\"");
      assertThat(later.requests().get(0).body())
          .containsOnlyOnce("\"sensor_id\":\"a\"")
          .contains("\"sensor_id\":\"b\"")
          .contains("\"endsAt\":\"1970-01-01T00:00:00.002Z\"");
    }
  }

  @Test
  void aCheckpointDoesNotWaitForAReceiverThatHangsAndKeepsWhatItHasNotTaken() throws Exception {
    OperatorSubtaskState state;
    try (ScriptedServer hanging = new ScriptedServer().otherwise(any -> ScriptedServer.hang());
        var harness = open(toWebhook(hanging, false), null)) {
      harness.processElement(fires("a", 1), 1);
      Eventually.holds("it hangs", BOUND, () -> hanging.requests().size() == 1);
      harness.processElement(resolves("a", 2), 2);
      state = harness.snapshot(1, 1);
    }
    try (ScriptedServer later = new ScriptedServer();
        var harness = open(toWebhook(later, false), state)) {
      Eventually.holds("both are told", BOUND, () -> later.requests().size() == 2);
      assertThat(later.requests().get(0).hasHeader("Idempotency-Key", fires("a", 1).id())).isTrue();
      assertThat(later.requests().get(1).body()).contains("\"state\":\"resolved\"");
    }
  }

  /** The transition of the second checkpoint, which is never completed, must not be sent. */
  @Test
  void withCheckpointsOnlyWhatACompleteOneHasIsSent() throws Exception {
    OperatorSubtaskState state;
    try (ScriptedServer server = new ScriptedServer();
        var harness = open(toWebhook(server, true), null)) {
      harness.processElement(fires("a", 1), 1);
      state = harness.snapshot(1, 1);
      harness.processElement(resolves("a", 2), 2);
      harness.notifyOfCompletedCheckpoint(1);
      awaitBody(server, "\"state\":\"firing\"");
      harness.snapshot(2, 2);
      harness.processElement(fires("b", 3), 3);
      assertThat(server.requests()).hasSize(1);
      harness.snapshot(3, 3);
      harness.notifyOfCompletedCheckpoint(3);
      awaitBody(server, "\"state\":\"resolved\"");
      awaitBody(server, "\"sensor_id\":\"b\"");
    }
    try (ScriptedServer later = new ScriptedServer();
        var harness = open(toWebhook(later, true), state)) {
      awaitBody(later, "\"state\":\"firing\"");
      assertThat(later.requests()).hasSize(1);
    }
  }

  @Test
  void aThreadThatHasEndedFailsTheTaskWithoutANewTransition() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      SendTransitions<Transition> broken =
          new SendTransitions<>(
              List.of(server.receiver()), FaultyOutbox::new, AlertTypes.TRANSITION, false);
      try (var harness = open(broken, null)) {
        Eventually.holds("it is noticed", BOUND, () -> fails(() -> watermark(harness)));
        assertThatThrownBy(() -> watermark(harness))
            .hasMessage("the thread that sends alerts to " + server.receiver() + " has ended")
            .rootCause()
            .hasMessage("a fault of the outbox");
        assertThatThrownBy(() -> harness.prepareSnapshotPreBarrier(1))
            .hasMessageContaining("has ended");
        assertThatThrownBy(() -> harness.processElement(fires("a", 1), 1))
            .hasMessageContaining("has ended");
      }
    }
  }

  private static void watermark(OneInputStreamOperatorTestHarness<Transition, Void> harness)
      throws Exception {
    harness.processWatermark(1);
  }

  private static boolean fails(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowable(call) != null;
  }

  /** Throws where the thread asks what is to be sent. */
  private static final class FaultyOutbox implements Outbox<Transition> {
    private final WebhookOutbox outbox = new WebhookOutbox();

    @Override
    public List<Transition> next(int most, long nowMillis) {
      throw new IllegalStateException("a fault of the outbox");
    }

    @Override
    public void accept(Transition transition, long nowMillis) {
      outbox.accept(transition, nowMillis);
    }

    @Override
    public long idleMillis(long nowMillis) {
      return outbox.idleMillis(nowMillis);
    }

    @Override
    public Post post(List<Transition> batch, long nowMillis) {
      return outbox.post(batch, nowMillis);
    }

    @Override
    public void delivered(List<Transition> batch, long nowMillis) {
      outbox.delivered(batch, nowMillis);
    }

    @Override
    public void refused(Transition one, long nowMillis) {
      outbox.refused(one, nowMillis);
    }

    @Override
    public boolean isRefusal(int status) {
      return outbox.isRefusal(status);
    }

    @Override
    public int mostAtOnce() {
      return outbox.mostAtOnce();
    }

    @Override
    public List<Transition> contents() {
      return outbox.contents();
    }

    @Override
    public void restore(Transition one) {
      outbox.restore(one);
    }

    @Override
    public int waiting() {
      return outbox.waiting();
    }

    @Override
    public int size() {
      return outbox.size();
    }
  }
}
