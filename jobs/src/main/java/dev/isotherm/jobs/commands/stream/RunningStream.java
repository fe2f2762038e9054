package dev.isotherm.jobs.commands.stream;

import dev.isotherm.jobs.kafka.ProgressTopic;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.wire.JsonLinesWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Notices a stream that runs while another one of its group is to begin anew. The two would write
 * over each other's results. A stream that runs publishes its progress with each checkpoint; one
 * that was stopped or killed does not, and nothing else tells them apart. So the topic of progress
 * is watched until the next record would be there.
 *
 * @param interval the time between two checkpoints of the stream that may run
 */
record RunningStream(ProgressTopic.Last last, Duration interval) {

  /** Checkpoints are seldom late by more than this. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  /** A user who waits for longer would think that nothing happens. */
  private static final Duration LONGEST_WATCH = Duration.ofMinutes(1);

  /**
   * How long to watch: until the last record is as old as two intervals and a second, and never
   * longer than a minute.
   *
   * @param nowMillis the clock of this machine, which may differ from that of the stream
   */
  Duration watch(long nowMillis) {
    Duration quiet = interval.multipliedBy(2).plus(MARGIN);
    if (quiet.compareTo(LONGEST_WATCH) > 0) {
      quiet = LONGEST_WATCH;
    }
    // A record of the future is as good as one of now.
    long ageMillis = Math.max(0, nowMillis - last.writtenMillis());
    Duration left = quiet.minusMillis(ageMillis);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Checks that no stream of the group runs.
   *
   * @param topic the topic of progress
   * @param notices takes a sentence if this takes some time
   * @throws ConfigurationException if a stream of the group runs
   */
  void refuse(
      Topics broker, String topic, String group, InstantSource clock, Consumer<String> notices) {
    Duration watch = watch(clock.millis());
    if (watch.isZero()) {
      return;
    }
    if (watch.compareTo(MARGIN.multipliedBy(2)) > 0) {
      notices.accept(
          String.format(
              "--fresh: a stream of group %s has completed a checkpoint just now; watching for %d s"
                  + " whether it runs",
              group, watch.toSeconds()));
    }
    Map<Integer, Long> ends = broker.lastStableOffsets(topic);
    boolean runs =
        Topics.await(
            () ->
                !broker.lastStableOffsets(topic).equals(ends)
                    && !ProgressTopic.find(broker, topic, group).equals(Optional.of(last)),
            watch);
    if (runs) {
      throw new ConfigurationException(
          String.format(
              "--fresh: a stream of group %s is running%s: it has completed another checkpoint"
                  + " after %s; stop it first, or give this one another --group and other topics",
              group,
              last.progress().job().isEmpty() ? "" : ", as job " + last.progress().job(),
              JsonLinesWriter.instant(last.writtenMillis())));
    }
  }
}
