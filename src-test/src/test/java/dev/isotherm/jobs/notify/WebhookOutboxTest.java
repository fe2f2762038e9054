package dev.isotherm.jobs.notify;

import static dev.isotherm.jobs.notify.TestTransitions.fires;
import static dev.isotherm.jobs.notify.TestTransitions.resolves;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookOutboxTest {

  private final WebhookOutbox waiting = new WebhookOutbox(100);

  private List<Transition> takeAll(WebhookOutbox from) {
    List<Transition> all = new ArrayList<>();
    for (List<Transition> next = from.next(1, 0); !next.isEmpty(); next = from.next(1, 0)) {
      assertThat(next).hasSize(1);
      all.addAll(next);
      from.delivered(next, 0);
    }
    return all;
  }

  @Test
  void keepsTheOrderOfAnAlertAndLetsAlertsTakeTurns() {
    List<Transition> ofA = List.of(fires("a", 1), resolves("a", 2), fires("a", 3));
    Transition ofB = fires("b", 2);
    ofA.forEach(one -> waiting.accept(one, 0));
    waiting.accept(ofB, 0);
    assertThat(takeAll(waiting)).containsExactly(ofA.get(0), ofB, ofA.get(1), ofA.get(2));
    assertThat(waiting.size()).isZero();
  }

  @Test
  void aTransitionIsItsLineInTheTopicAndItsIdTheKey() {
    Transition one = fires("a", 1);
    assertThat(waiting.post(List.of(one), 0))
        .isEqualTo(
            new Outbox.Post(
                new String(JsonLinesWriter.of(one), UTF_8), Map.of("Idempotency-Key", one.id())));
  }

  @Test
  void keepsTheLatestOfEachAlertWhenItIsTooMuchAndCountsTheRest() {
    Map<String, Transition> latest = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      String sensor = "s" + i * 7 % 30;
      Transition one = i % 2 == 0 ? fires(sensor, i) : resolves(sensor, i);
      waiting.accept(one, 0);
      latest.put(sensor, one);
      assertThat(waiting.size()).isLessThanOrEqualTo(100).isEqualTo(waiting.contents().size());
    }
    Map<String, Transition> told = new HashMap<>();
    List<Transition> all = takeAll(waiting);
    all.forEach(one -> told.put(one.series().sensorId(), one));
    assertThat(told).isEqualTo(latest);
    assertThat(waiting.dropped() + all.size()).isEqualTo(10_000);
  }

  @Test
  void whereThereAreMoreAlertsThanTheBoundOneOfEachIsKept() {
    for (int i = 0; i < 10_000; i++) {
      waiting.accept(fires("s" + i % 500, i), 0);
      assertThat(waiting.size()).isLessThanOrEqualTo(500);
    }
    assertThat(waiting.contents())
        .hasSize(500)
        .allMatch(one -> one.atMillis() >= 9_500, "is the latest of its alert");
  }

  @Test
  void aLaterOneMayTakeThePlaceOfTheOneThatIsOnItsWay() {
    waiting.accept(fires("a", 0), 0);
    List<Transition> underWay = waiting.next(1, 0);
    for (int i = 1; i <= 200; i++) {
      waiting.accept(fires("a", i), 0);
    }
    waiting.delivered(underWay, 0);
    List<Transition> rest = takeAll(waiting);
    assertThat(rest.get(rest.size() - 1).atMillis()).isEqualTo(200);
    assertThat(waiting.size()).isZero();
  }

  @Test
  void aRestartKeepsTheOrder() {
    List.of(fires("a", 1), fires("b", 1), resolves("a", 2)).forEach(t -> waiting.accept(t, 0));
    WebhookOutbox restored = new WebhookOutbox();
    waiting.contents().forEach(restored::restore);
    assertThat(takeAll(restored)).isEqualTo(takeAll(waiting));
  }

  @Test
  void whatIsWrongWithARequestIsNotTriedAgain() {
    assertThat(List.of(400, 401, 404, 410, 422)).allMatch(waiting::isRefusal);
    assertThat(List.of(301, 408, 429, 500, 503)).noneMatch(waiting::isRefusal);
  }
}
