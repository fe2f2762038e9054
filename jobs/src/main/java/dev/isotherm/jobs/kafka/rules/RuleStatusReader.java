package dev.isotherm.jobs.kafka.rules;

import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.RuleStatusRecord;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** What streams answer from now on to versions of the rules. */
public final class RuleStatusReader {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Properties client;
  private final Topics broker;
  private final String topic;
  private Map<Integer, Long> from;

  private RuleStatusReader(Properties client, Topics broker, String topic) {
    this.client = client;
    this.broker = broker;
    this.topic = topic;
    from = broker.ends(topic);
  }

  /** Begins behind what has been answered so far. */
  public static RuleStatusReader from(Properties client, Topics broker, String topic) {
    return new RuleStatusReader(client, broker, topic);
  }

  /** The first answer about a record; empty if none comes in time. */
  public Optional<RuleStatusRecord> await(String place, Duration bound)
      throws InterruptedException {
    long deadline = System.nanoTime() + bound.toNanos();
    RuleStatusRecord[] found = new RuleStatusRecord[1];
    while (found[0] == null && System.nanoTime() < deadline) {
      Map<Integer, Long> to = broker.ends(topic);
      if (to.equals(from)) {
        Thread.sleep(LOOK_AGAIN.toMillis());
        continue;
      }
      TopicReader.forEach(
          client,
          new OffsetRange(topic, from, to),
          line -> {
            RuleStatusRecord answer = RuleStatusRecord.read(line.value());
            if (found[0] == null && answer.result().source().equals(place)) {
              found[0] = answer;
            }
          });
      from = to;
    }
    return Optional.ofNullable(found[0]);
  }
}
