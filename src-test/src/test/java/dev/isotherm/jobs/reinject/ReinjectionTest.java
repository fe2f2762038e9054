package dev.isotherm.jobs.reinject;

import static dev.isotherm.fixtures.DeadLetters.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class ReinjectionTest {
  private static final String NOT_JSON = "isotherm.reason=NOT_JSON";

  private final List<Integer> batches = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  private Reinjection reinjection(FixProcess fix, long limit) {
    return new Reinjection(
        new Reinjection.Plan(Set.of(), false, fix, limit),
        Set.of(),
        letters -> {
          batches.add(letters.size());
          return List.of();
        },
        said::add);
  }

  @Test
  void publishesAtMostFiveHundredAtATime() throws InterruptedException {
    Reinjection run = reinjection(null, Long.MAX_VALUE);
    for (int i = 0; i < 1_001; i++) {
      run.accept(entry(i, "{", NOT_JSON));
    }
    assertThat(batches).containsExactly(500, 500);
    run.flush();
    assertThat(batches).containsExactly(500, 500, 1);
    assertThat(run.outcomes().of(DeadLetterOutcome.REINJECTED)).isEqualTo(1_001);
  }

  @Test
  void largeLettersGoFewerAtATime() throws InterruptedException {
    Reinjection run = reinjection(null, Long.MAX_VALUE);
    for (int i = 0; i < 5; i++) {
      run.accept(entry(i, "x".repeat(3 << 20), NOT_JSON));
    }
    assertThat(batches).containsExactly(3);
  }

  @Test
  void theLimitIsOnWhatIsPublishedNotOnWhatIsSeen() throws InterruptedException {
    Reinjection run =
        reinjection(new FixProcess("grep -v bad", Duration.ofSeconds(10)), /* limit= */ 2);
    run.accept(entry(0, "{", "isotherm.detail=foreign"));
    run.accept(entry(1, "bad", NOT_JSON));
    run.accept(entry(2, "a", NOT_JSON));
    run.accept(entry(3, "b", NOT_JSON));
    run.accept(entry(4, "c", NOT_JSON));
    run.flush();
    assertThat(run.outcomes().summary(false))
        .isEqualTo(
            "5 dead letters: 2 reinjected, 0 reinjected before,"
                + " 3 left (1 not from Isotherm, 1 over the limit, 1 not fixed)");
    assertThat(said).containsExactly("left r-3:1 NOT_JSON: --fix: exit status 1");
  }

  @Test
  void whatTheBrokerDidNotConfirmIsNotCountedAsReinjected() throws InterruptedException {
    Reinjection run =
        new Reinjection(
            new Reinjection.Plan(Set.of(), false, null, 9),
            Set.of(),
            letters -> {
              throw new KafkaException("no");
            },
            said::add);
    run.accept(entry(0, "{", NOT_JSON));
    assertThatThrownBy(run::flush).isInstanceOf(KafkaException.class);
    assertThat(run.outcomes().summary(false))
        .isEqualTo("1 dead letter: 0 reinjected, 0 reinjected before, 1 left (1 not confirmed)");
  }

  @Test
  void whatIsTooLargeIsLeftAndSaid() throws InterruptedException {
    Reinjection run =
        new Reinjection(
            new Reinjection.Plan(Set.of(), false, null, 9),
            Set.of(),
            letters -> List.of(letters.get(0).letter()),
            said::add);
    run.accept(entry(0, "{", NOT_JSON));
    run.accept(entry(1, "{", NOT_JSON));
    run.flush();
    assertThat(said).containsExactly("left r-3:0 NOT_JSON: is too large for the topic of readings");
    assertThat(run.outcomes().summary(false))
        .isEqualTo("2 dead letters: 1 reinjected, 0 reinjected before, 1 left (1 too large)");
  }
}
