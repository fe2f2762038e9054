package dev.isotherm.bench.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.bench.Answer;
import dev.isotherm.bench.FlinkCluster;
import dev.isotherm.bench.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;

/** As the tutorials write it: lines, split or read as a tree, keyed, in windows of a day. */
final class NaiveBatch implements Task {

  private final FlinkCluster cluster = new FlinkCluster();
  private Answer answer;

  private NaiveBatch() throws Exception {}

  /** Runs it, see {@link Task#perform}. */
  public static void main(String[] arguments) throws Exception {
    Task.perform(none -> new NaiveBatch(), arguments);
  }

  @Override
  public Answer answer() {
    return answer;
  }

  @Override
  public void close() {
    cluster.close();
  }

  @Override
  public void run(String file) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    configuration.setString("pipeline.object-reuse", "true");
    StreamExecutionEnvironment environment = cluster.create(configuration);
    FileSource<String> source =
        FileSource.forRecordStreamFormat(new TextLineInputFormat(), new Path(file)).build();
    Iterator<Tuple4<Long, Double, Double, Double>> averages =
        environment
            .fromSource(source, WatermarkStrategy.noWatermarks(), "lines")
            .flatMap(file.endsWith(".csv") ? new Split() : new Tree())
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Tuple3<String, Long, Double>>forMonotonousTimestamps()
                    .withTimestampAssigner((reading, before) -> reading.f1))
            .keyBy(reading -> reading.f0)
            .window(TumblingEventTimeWindows.of(Duration.ofDays(1)))
            .aggregate(new Average())
            .executeAndCollect("naive");
    Answer.Folding folding = new Answer.Folding();
    while (averages.hasNext()) {
      Tuple4<Long, Double, Double, Double> one = averages.next();
      folding.add(one.f0, one.f2, one.f3, one.f1 / one.f0);
    }
    ((CloseableIterator<?>) averages).close();
    answer = folding.answer();
  }

  private static final class Split
      implements FlatMapFunction<String, Tuple3<String, Long, Double>> {
    private static final long serialVersionUID = 1;

    @Override
    public void flatMap(String line, Collector<Tuple3<String, Long, Double>> out) {
      String[] cells = line.split(",", -1);
      if (!cells[0].equals("timestamp")) {
        out.collect(
            Tuple3.of(
                cells[1], Instant.parse(cells[0]).toEpochMilli(), Double.parseDouble(cells[2])));
      }
    }
  }

  private static final class Tree implements FlatMapFunction<String, Tuple3<String, Long, Double>> {
    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void flatMap(String line, Collector<Tuple3<String, Long, Double>> out) throws Exception {
      JsonNode tree = JSON.readTree(line);
      out.collect(
          Tuple3.of(
              tree.get("sensor_id").asText(),
              Instant.parse(tree.get("timestamp").asText()).toEpochMilli(),
              tree.get("temperature").asDouble()));
    }
  }

  /** Count, sum, minimum, maximum. */
  private static final class Average
      implements AggregateFunction<
          Tuple3<String, Long, Double>,
          Tuple4<Long, Double, Double, Double>,
          Tuple4<Long, Double, Double, Double>> {
    private static final long serialVersionUID = 1;

    @Override
    public Tuple4<Long, Double, Double, Double> createAccumulator() {
      return Tuple4.of(0L, 0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }

    @Override
    public Tuple4<Long, Double, Double, Double> add(
        Tuple3<String, Long, Double> reading, Tuple4<Long, Double, Double, Double> so) {
      return Tuple4.of(
          so.f0 + 1, so.f1 + reading.f2, Math.min(so.f2, reading.f2), Math.max(so.f3, reading.f2));
    }

    @Override
    public Tuple4<Long, Double, Double, Double> getResult(Tuple4<Long, Double, Double, Double> so) {
      return so;
    }

    @Override
    public Tuple4<Long, Double, Double, Double> merge(
        Tuple4<Long, Double, Double, Double> one, Tuple4<Long, Double, Double, Double> other) {
      return Tuple4.of(
          one.f0 + other.f0,
          one.f1 + other.f1,
          Math.min(one.f2, other.f2),
          Math.max(one.f3, other.f3));
    }
  }
}
