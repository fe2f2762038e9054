package dev.isotherm.local.demo;

import dev.isotherm.flow.ingest.MessageCounters;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.fleet.FleetPublisher;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.local.machine.LocalEnvironments;
import dev.isotherm.model.Accounting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobExecutionResult;

/**
 * Ends a demo whose fleet has stopped already. The job reads the remaining messages, closes its
 * windows, commits and ends; then the topics are read to their ends.
 */
record DemoShutdown(
    String bootstrapServers, FleetPublisher publisher, StreamThread stream, List<TopicTail> tails) {

  private static final Duration LONGEST_CATCH_UP = Duration.ofSeconds(15);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final long SECONDS_TO_END = 20;

  /**
   * The counts of messages by the publisher, the topic and the job.
   *
   * @param sent messages that the broker confirmed
   * @param inTopic messages in the topic
   * @param read messages that the job read
   * @param accepted messages among these that were accepted
   * @param readings readings in the accepted messages
   */
  record Counts(long sent, long inTopic, long read, long accepted, long readings) {

    long unread() {
      return inTopic - read;
    }

    /** Joins the counts of the job with the counts of its output topics. */
    Accounting accounting(DemoCounts tally) {
      return tally.accounting(read, accepted, readings);
    }

    boolean addUp(DemoCounts tally) {
      return sent == inTopic && unread() >= 0 && accounting(tally).addsUp();
    }
  }

  /**
   * Ends the job; blocks until it has ended.
   *
   * @throws Exception if the job failed, or does not end in time
   */
  Counts reach() throws Exception {
    if (publisher.failed() > 0) {
      throw new IllegalStateException(
          publisher.failed() + " messages were not delivered", publisher.firstFailure());
    }
    long inTopic = awaitCommitted();
    boolean stopped = LocalEnvironments.stop(stream.job(), LocalEnvironments.Stop.CLOSING_WINDOWS);
    stream.ended().get(SECONDS_TO_END, TimeUnit.SECONDS);
    if (!stopped) {
      throw new IllegalStateException("The job could not be stopped with a savepoint.");
    }
    JobExecutionResult result = stream.job().getJobExecutionResult().get();
    tails.forEach(TopicTail::finish);
    for (TopicTail tail : tails) {
      tail.done().get(SECONDS_TO_END, TimeUnit.SECONDS);
    }
    return new Counts(
        publisher.delivered(),
        inTopic,
        counted(result, MessageCounters.MESSAGES),
        counted(result, MessageCounters.ACCEPTED),
        counted(result, MessageCounters.READINGS));
  }

  /**
   * Waits until the group has committed the end of the topic, the stream has ended, or the time is
   * up.
   *
   * @return the number of messages in the topic
   */
  private long awaitCommitted() {
    Properties client = new Properties();
    client.setProperty("bootstrap.servers", bootstrapServers);
    String topic = TopicNames.DEFAULTS.readings();
    try (Topics topics = Topics.connect(client)) {
      Map<Integer, Long> ends = topics.lastStableOffsets(topic);
      ends.values().removeIf(end -> end == 0);
      long deadline = System.nanoTime() + LONGEST_CATCH_UP.toNanos();
      while (!reaches(topics.committed(topic, TopicOptions.GROUP), ends)
          && !stream.ended().isDone()
          && System.nanoTime() < deadline) {
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
      return ends.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private static long counted(JobExecutionResult job, String name) {
    Long count = job.getAccumulatorResult(name);
    return count == null ? 0 : count;
  }

  private static boolean reaches(Map<Integer, Long> committed, Map<Integer, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }
}
