package dev.isotherm.bench.streams;

import dev.isotherm.bench.Contestant;
import dev.isotherm.bench.Jvm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who takes part in the contest of streams. */
public final class StreamPeers {

  private static final String COMMITS = "--checkpoint-interval=" + StreamPeer.COMMIT_MILLIS + "ms";

  private final Broker broker;
  private final Backlog backlog;

  private StreamPeers(Broker broker, Backlog backlog) {
    this.broker = broker;
    this.backlog = backlog;
  }

  /** Isotherm alone, with two tasks. */
  public static Contestant isotherm(
      String name, Broker broker, Backlog backlog, String... options) {
    return new StreamPeers(broker, backlog).isotherm(name, Jvm.CLASS_PATH, 2, options);
  }

  /**
   * All of them. Isotherm keeps windows for an hour after their end, in case something is late,
   * unless told otherwise; the peers keep none, and so it does as much as they in the third row.
   */
  public static List<Contestant> all(Broker broker, Backlog backlog, String sqlClassPath) {
    StreamPeers peers = new StreamPeers(broker, backlog);
    Optional<Long> above = Optional.of(backlog.above());
    String here = Jvm.CLASS_PATH;
    List<Contestant> all = new ArrayList<>();
    all.add(peers.isotherm("isotherm stream", here, 2));
    if (!Jvm.CLASS_PATH_BEFORE.isEmpty()) {
      all.add(peers.isotherm("isotherm stream, before", Jvm.CLASS_PATH_BEFORE, 2));
    }
    all.addAll(
        List.of(
            peers.isotherm("isotherm stream, parallelism 1", here, 1),
            peers.isotherm("isotherm stream, no lateness", here, 2, "--allowed-lateness=0ms"),
            peers.isotherm("isotherm stream, no duplicates", here, 2, "--duplicates=drop"),
            peers.peer("bare consumer, no parsing", "BareConsumer", here, Optional.empty()),
            peers.peer("naive DataStream", "NaiveStream", here, above),
            peers.peer("Flink SQL", "SqlStream", sqlClassPath, above),
            peers.peer("Kafka Streams", "KafkaStreamsPeer", here, above)));
    return all;
  }

  private Contestant isotherm(String name, String classPath, int parallelism, String... more) {
    List<String> options = new ArrayList<>(List.of(Integer.toString(parallelism), COMMITS));
    options.addAll(List.of(more));
    return new StreamPeer(
        name,
        IsothermStream.class.getName(),
        classPath,
        options,
        broker,
        backlog,
        Optional.of(backlog.transitions()));
  }

  private Contestant peer(String name, String main, String classPath, Optional<Long> alerts) {
    String whole = StreamPeers.class.getPackageName() + "." + main;
    return new StreamPeer(name, whole, classPath, List.of("2"), broker, backlog, alerts);
  }
}
