package dev.isotherm.bench.latency;

import dev.isotherm.bench.Jvm;
import dev.isotherm.bench.streams.Broker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who takes part in the contest of latencies.
 *
 * @param rate messages per second
 * @param streamOptions of one more stream with two tasks; none: it does not take part
 */
public record LatencyTrials(
    Broker broker, int rate, Duration warmUp, Duration measured, List<String> streamOptions) {

  /**
   * Returns all of them.
   *
   * @param tasks the parallelisms of {@code isotherm stream}
   */
  public List<LatencyTrial> all(int... tasks) {
    List<LatencyTrial> trials = new ArrayList<>();
    for (int many : tasks) {
      trials.add(stream("isotherm stream, tasks: " + many, Jvm.CLASS_PATH, many, List.of()));
    }
    if (!streamOptions.isEmpty()) {
      trials.add(stream("isotherm stream, more options", Jvm.CLASS_PATH, 2, streamOptions));
    }
    if (!Jvm.CLASS_PATH_BEFORE.isEmpty()) {
      trials.add(stream("isotherm stream, before", Jvm.CLASS_PATH_BEFORE, 2, List.of()));
    }
    trials.add(trial("echo client", Jvm.CLASS_PATH, EchoClient.class, List.of("1")));
    return trials;
  }

  private LatencyTrial stream(String name, String classPath, int tasks, List<String> more) {
    List<String> options =
        Stream.concat(Stream.of(Integer.toString(tasks)), more.stream()).toList();
    return trial(name, classPath, WarmStream.class, options);
  }

  private LatencyTrial trial(String name, String classPath, Class<?> main, List<String> options) {
    return new LatencyTrial(
        name, classPath, main.getName(), options, broker, rate, warmUp, measured);
  }
}
