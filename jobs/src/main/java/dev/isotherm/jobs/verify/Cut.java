package dev.isotherm.jobs.verify;

import dev.isotherm.jobs.cli.ConfigurationException;
import dev.isotherm.jobs.kafka.LogRange;
import dev.isotherm.jobs.kafka.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Sees to it that all topics still have, and already show, what is to be compared. */
final class Cut {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Topics topics;

  Cut(Topics topics) {
    this.topics = topics;
  }

  /**
   * Checks that a log still has all that a stream has read.
   *
   * @param read what it has read; partitions without a message may be missing
   * @return the same, with all partitions of the topic
   * @throws ConfigurationException if not
   */
  LogRange whole(LogRange read) {
    requireTopic(read.topic());
    Map<Integer, Long> beginnings = topics.beginnings(read.topic());
    Map<Integer, Long> ends = topics.ends(read.topic());
    List<String> faults = new ArrayList<>();
    read.from()
        .forEach(
            (partition, from) -> {
              Long beginning = beginnings.get(partition);
              if (beginning == null || ends.get(partition) < read.to().get(partition)) {
                faults.add(
                    String.format(
                        "topic %s: is not the one that the stream has read up to offset %d of"
                            + " partition %d",
                        read.topic(), read.to().get(partition), partition));
              } else if (beginning > from) {
                faults.add(
                    String.format(
                        "topic %s: retention has cut partition %d; it begins at offset %d, the"
                            + " stream began at %d, so nothing can be verified",
                        read.topic(), partition, beginning, from));
              }
            });
    if (!faults.isEmpty()) {
      throw new ConfigurationException(faults);
    }
    Map<Integer, Long> from = new HashMap<>(beginnings);
    Map<Integer, Long> to = new HashMap<>(beginnings);
    from.putAll(read.from());
    to.putAll(read.to());
    return new LogRange(read.topic(), from, to);
  }

  /**
   * All of a topic of results, once every transaction that is open now has come to its end.
   *
   * @throws ConfigurationException if the topic is not whole, or one stays open
   */
  LogRange settled(String topic, Duration patience) {
    requireTopic(topic);
    Map<Integer, Long> beginnings = topics.beginnings(topic);
    beginnings.forEach(
        (partition, beginning) -> {
          if (beginning > 0) {
            throw new ConfigurationException(
                String.format(
                    "topic %s: retention has cut partition %d, it begins at offset %d; without all"
                        + " results nothing can be verified",
                    topic, partition, beginning));
          }
        });
    Map<Integer, Long> wanted = topics.uncommittedEnds(topic);
    long deadline = System.nanoTime() + patience.toNanos();
    Map<Integer, Long> ends = topics.ends(topic);
    while (!reaches(ends, wanted)) {
      if (System.nanoTime() > deadline) {
        throw new ConfigurationException(
            String.format(
                "topic %s: a transaction has been open for %d s; the stream does not complete its"
                    + " checkpoints, or was killed. What is in it cannot be seen, so nothing can be"
                    + " verified yet",
                topic, patience.toSeconds()));
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      ends = topics.ends(topic);
    }
    return new LogRange(topic, beginnings, ends);
  }

  private static boolean reaches(Map<Integer, Long> ends, Map<Integer, Long> wanted) {
    return wanted.entrySet().stream().allMatch(one -> ends.get(one.getKey()) >= one.getValue());
  }

  /** What a topic has before, and what it has by now after, a range of all its partitions. */
  List<LogRange> around(LogRange range) {
    String topic = range.topic();
    return List.of(
        new LogRange(topic, topics.beginnings(topic), range.from()),
        new LogRange(topic, range.to(), topics.ends(topic)));
  }

  private void requireTopic(String topic) {
    if (!topics.missing(Set.of(topic)).isEmpty()) {
      throw new ConfigurationException("topic " + topic + ": is not on the broker");
    }
  }
}
