package dev.isotherm.local.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.jobs.commands.options.JobOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

class LocalEnvironmentsIT {

  private static final int BYTES = 6 << 20;
  private static final CountDownLatch CHECKPOINT = new CountDownLatch(1);

  /** A thousand sensors have so much within an hour. */
  @Test
  void stateMayBeLargerThanWhatFlinkKeepsInMemory() throws Exception {
    Configuration job = new Configuration();
    job.set(JobOptions.WEB_PORT, 0);
    job.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    job.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    try (LocalEnvironments environments = new LocalEnvironments(notice -> {})) {
      StreamExecutionEnvironment environment = environments.create(job);
      environment
          .fromSequence(1, Long.MAX_VALUE)
          .keyBy(number -> 1, Types.INT)
          .map(new Remember())
          .returns(Types.LONG)
          .sinkTo(new DiscardingSink<>());
      JobClient running = environment.executeAsync("remember");
      assertThat(CHECKPOINT.await(30, TimeUnit.SECONDS)).as("a checkpoint was made").isTrue();
      running.cancel().get(30, TimeUnit.SECONDS);
      LocalEnvironments.await(running);
    }
  }

  /** Keeps more for its only key than fits into the JobManager's memory by default. */
  private static final class Remember extends RichMapFunction<Long, Long>
      implements CheckpointListener {
    private static final long serialVersionUID = 1;
    private transient ValueState<byte[]> bytes;

    @Override
    public void open(OpenContext context) {
      bytes =
          getRuntimeContext()
              .getState(
                  new ValueStateDescriptor<>(
                      "bytes", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public Long map(Long number) throws Exception {
      if (bytes.value() == null) {
        bytes.update(new byte[BYTES]);
      }
      return number;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      CHECKPOINT.countDown();
    }
  }
}
