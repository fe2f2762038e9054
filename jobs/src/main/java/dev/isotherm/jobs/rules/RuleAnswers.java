package dev.isotherm.jobs.rules;

import dev.isotherm.jobs.kafka.LogRange;
import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** What streams answer from now on to versions of the rules. */
final class RuleAnswers {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Properties client;
  private final Topics broker;
  private final String topic;
  private Map<Integer, Long> from;

  private RuleAnswers(Properties client, Topics broker, String topic) {
    this.client = client;
    this.broker = broker;
    this.topic = topic;
    from = broker.ends(topic);
  }

  /** Begins behind what has been answered so far. */
  static RuleAnswers from(Properties client, Topics broker, String topic) {
    return new RuleAnswers(client, broker, topic);
  }

  /** The first answer about a record; empty if none comes in time. */
  Optional<RuleVerdict.Answer> await(String place, Duration bound) throws InterruptedException {
    long deadline = System.nanoTime() + bound.toNanos();
    RuleVerdict.Answer[] found = new RuleVerdict.Answer[1];
    while (found[0] == null && System.nanoTime() < deadline) {
      Map<Integer, Long> to = broker.ends(topic);
      if (to.equals(from)) {
        Thread.sleep(LOOK_AGAIN.toMillis());
        continue;
      }
      TopicReader.forEach(
          client,
          new LogRange(topic, from, to),
          line -> {
            RuleVerdict.Answer answer = RuleVerdict.Answer.read(line.value());
            if (found[0] == null && answer.verdict().place().equals(place)) {
              found[0] = answer;
            }
          });
      from = to;
    }
    return Optional.ofNullable(found[0]);
  }
}
