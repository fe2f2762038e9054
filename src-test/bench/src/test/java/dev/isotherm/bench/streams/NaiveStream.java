package dev.isotherm.bench.streams;

import dev.isotherm.bench.FlinkCluster;
import dev.isotherm.bench.streams.PlainJson.Averaged;
import dev.isotherm.bench.streams.PlainJson.Measured;
import dev.isotherm.jobs.kafka.ConsumerDefaults;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * As the tutorials write it: strings, bound by Jackson, keyed, in windows of a minute; and those
 * above 28 by a filter. Objects are reused. Event time is the record's own, so that watermarks are
 * made per partition in the source, and no timestamp needs to be parsed. Averages go out exactly
 * once, alerts at once, as those of Isotherm.
 */
final class NaiveStream {

  private NaiveStream() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    String broker = arguments[0];
    String name = arguments[2];
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, Integer.parseInt(arguments[3]));
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(StreamPeer.COMMIT_MILLIS));
    KafkaSource<String> source =
        KafkaSource.<String>builder()
            .setBootstrapServers(broker)
            .setTopics(arguments[1])
            .setGroupId(name)
            .setProperties(ConsumerDefaults.highThroughput(new Properties()))
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setValueOnlyDeserializer(new SimpleStringSchema())
            .build();
    try (FlinkCluster cluster = new FlinkCluster()) {
      StreamExecutionEnvironment environment = cluster.create(configuration);
      DataStream<Measured> readings =
          environment
              .fromSource(
                  source,
                  WatermarkStrategy.forBoundedOutOfOrderness(Duration.ofSeconds(5)),
                  "readings")
              .map(PlainJson::read)
              .returns(Measured.class);
      readings
          .filter(reading -> reading.temperature > 28)
          .sinkTo(sink(broker, name, "alerts", DeliveryGuarantee.AT_LEAST_ONCE));
      readings
          .keyBy(reading -> reading.sensorId)
          .window(TumblingEventTimeWindows.of(Duration.ofMillis(Backlog.WINDOW_MILLIS)))
          .aggregate(new Sums(), new ToAverage())
          .sinkTo(sink(broker, name, "averages", DeliveryGuarantee.EXACTLY_ONCE));
      environment.execute("naive");
    }
  }

  private static <T> KafkaSink<T> sink(
      String broker, String name, String topic, DeliveryGuarantee guarantee) {
    String full = name + "-" + topic;
    return KafkaSink.<T>builder()
        .setBootstrapServers(broker)
        .setProperty("transaction.timeout.ms", "900000")
        .setRecordSerializer(
            (element, context, timestamp) -> new ProducerRecord<>(full, PlainJson.write(element)))
        .setDeliveryGuarantee(guarantee)
        .setTransactionalIdPrefix(full)
        .build();
  }

  /** Count, sum, minimum, maximum. */
  private static final class Sums
      implements AggregateFunction<
          Measured, Tuple4<Long, Double, Double, Double>, Tuple4<Long, Double, Double, Double>> {
    private static final long serialVersionUID = 1;

    @Override
    public Tuple4<Long, Double, Double, Double> createAccumulator() {
      return Tuple4.of(0L, 0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }

    @Override
    public Tuple4<Long, Double, Double, Double> add(
        Measured reading, Tuple4<Long, Double, Double, Double> so) {
      double value = reading.temperature;
      return Tuple4.of(so.f0 + 1, so.f1 + value, Math.min(so.f2, value), Math.max(so.f3, value));
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

  private static final class ToAverage
      extends ProcessWindowFunction<
          Tuple4<Long, Double, Double, Double>, Averaged, String, TimeWindow> {
    private static final long serialVersionUID = 1;

    @Override
    public void process(
        String sensor,
        Context context,
        Iterable<Tuple4<Long, Double, Double, Double>> sums,
        Collector<Averaged> out) {
      for (Tuple4<Long, Double, Double, Double> one : sums) {
        out.collect(
            new Averaged(
                sensor, context.window().getStart(), one.f0, one.f1 / one.f0, one.f2, one.f3));
      }
    }
  }
}
