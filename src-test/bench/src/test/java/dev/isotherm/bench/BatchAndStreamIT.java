package dev.isotherm.bench;

import static dev.isotherm.bench.BenchmarkIT.FEW_ROWS;
import static dev.isotherm.bench.BenchmarkIT.FOLDER;
import static dev.isotherm.bench.BenchmarkIT.MESSAGES;
import static dev.isotherm.bench.BenchmarkIT.SEED;
import static dev.isotherm.bench.BenchmarkIT.STREAM_OPTIONS;
import static dev.isotherm.bench.BenchmarkIT.WARM_UP_MESSAGES;
import static dev.isotherm.bench.BenchmarkIT.WARM_UP_ROWS;

import dev.isotherm.bench.files.FileShape;
import dev.isotherm.bench.streams.Backlog;
import dev.isotherm.bench.streams.BacklogFile;
import dev.isotherm.bench.streams.Broker;
import dev.isotherm.bench.streams.StreamPeers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Isotherm computes averages and alerts of one set of messages, from a file and from a topic. With
 * {@code -Disotherm.stream-options}, a second stream has these options too: further sinks, for
 * example.
 */
class BatchAndStreamIT {

  @Test
  void agree() throws Exception {
    try (Broker broker = new Broker()) {
      broker.create("readings", Backlog.PARTITIONS);
      Backlog backlog =
          Backlog.write(broker.bootstrapServers(), "readings", WARM_UP_MESSAGES, MESSAGES, SEED);
      List<Contestant> contestants = new ArrayList<>();
      contestants.add(StreamPeers.isotherm("isotherm stream", broker, backlog));
      if (!STREAM_OPTIONS.isEmpty()) {
        contestants.add(
            StreamPeers.isotherm(
                "isotherm stream, more options",
                broker,
                backlog,
                STREAM_OPTIONS.toArray(String[]::new)));
      }
      contestants.add(batch(broker, backlog));
      Contest contest = new Contest("Batch and stream", "messages", contestants);
      BenchmarkIT.run(contest, "batch-and-stream");
    }
  }

  private static Contestant batch(Broker broker, Backlog backlog) throws IOException {
    return new Checked(
        BenchmarkIT.task(
            "isotherm batch",
            "IsothermBatch",
            backlog.averages().readings(),
            file(broker, FEW_ROWS),
            file(broker, WARM_UP_ROWS),
            file(broker, Long.MAX_VALUE),
            "2",
            FileShape.JSON.name(),
            "--window=1min",
            "--rules=default"),
        backlog.averages());
  }

  private static String file(Broker broker, long most) throws IOException {
    Path file = FOLDER.resolve("backlog-" + most + ".jsonl");
    return BacklogFile.write(broker.bootstrapServers(), "readings", most, file)
        .toAbsolutePath()
        .toString();
  }
}
