package dev.isotherm.jobs.notify;

import static dev.isotherm.jobs.notify.TestTransitions.fires;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Eventually;
import dev.isotherm.model.Transition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NotificationSenderThreadTest {

  private static final Duration BOUND = Duration.ofSeconds(20);

  private static Set<Thread> threadsOf(ScriptedServer server) {
    Set<Thread> threads = Thread.getAllStackTraces().keySet();
    threads.removeIf(thread -> !thread.getName().endsWith(server.receiver().toString()));
    return threads;
  }

  @Test
  void sendsAtOnceAndEndsInTheMiddleOfARequestWithoutLeavingAThread() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      server.then(ScriptedServer.status(200), ScriptedServer.hang());
      WebhookOutbox outbox = new WebhookOutbox();
      InstantSource clock = InstantSource.system();
      HttpSender http =
          new HttpSender(server.receiver(), outbox::isRefusal, Duration.ofMinutes(10), clock);
      NotificationSender<Transition> sender =
          new NotificationSender<>(
              server.receiver().toString(), outbox, http, clock, new Backoff(new Random(1)));
      sender.start();
      sender.accept(fires("a", 1));
      Eventually.holds("the first is taken", BOUND, () -> sender.sent() == 1);
      sender.accept(fires("b", 1));
      Eventually.holds("the second hangs", BOUND, () -> server.requests().size() == 2);
      assertThat(threadsOf(server)).isNotEmpty();

      // Whoever brings more, or takes a checkpoint, does not wait meanwhile.
      sender.accept(fires("c", 1));
      assertThat(sender.contents()).containsExactly(fires("b", 1), fires("c", 1));

      long start = System.nanoTime();
      sender.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(sender.isAlive()).isFalse();
      Eventually.holds("no thread is left", BOUND, () -> threadsOf(server).isEmpty());
    }
  }
}
