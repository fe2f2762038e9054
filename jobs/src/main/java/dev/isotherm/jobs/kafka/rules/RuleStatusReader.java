package dev.isotherm.jobs.kafka.rules;

import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.RuleStatusRecord;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Waits for what running streams publish about a version of the rules. */
public final class RuleStatusReader {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  private final Properties client;
  private final Topics broker;
  private final String topic;
  private Map<Integer, Long> from;

  /** Begins at the present end of the topic. */
  public RuleStatusReader(Properties client, Topics broker, String topic) {
    this.client = client;
    this.broker = broker;
    this.topic = topic;
    from = broker.lastStableOffsets(topic);
  }

  /**
   * Waits for the first status of a record.
   *
   * @param source of the record, {@code topic-partition:offset}
   * @return empty if none comes in time
   */
  public Optional<RuleStatusRecord> await(String source, Duration bound)
      throws InterruptedException {
    long deadline = System.nanoTime() + bound.toNanos();
    RuleStatusRecord[] found = new RuleStatusRecord[1];
    while (found[0] == null && System.nanoTime() < deadline) {
      Map<Integer, Long> to = broker.lastStableOffsets(topic);
      if (to.equals(from)) {
        Thread.sleep(POLL_INTERVAL.toMillis());
        continue;
      }
      TopicReader.forEach(
          client,
          new OffsetRange(topic, from, to),
          line -> {
            RuleStatusRecord status = RuleStatusRecord.read(line.value());
            if (found[0] == null && status.result().source().equals(source)) {
              found[0] = status;
            }
          });
      from = to;
    }
    return Optional.ofNullable(found[0]);
  }
}
