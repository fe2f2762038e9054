package dev.isotherm.local.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.RawHttp;
import dev.isotherm.jobs.commands.options.JobOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
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

  private static final Duration BOUND = Duration.ofSeconds(30);
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

  @Test
  void noPageOfAnotherServerStopsAJob() throws Exception {
    int port = LoopbackPort.free();
    Configuration job = new Configuration();
    job.set(JobOptions.WEB_PORT, port);
    job.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    try (LocalEnvironments environments = new LocalEnvironments(notice -> {})) {
      StreamExecutionEnvironment environment = environments.create(job);
      environment.fromSequence(1, Long.MAX_VALUE).sinkTo(new DiscardingSink<>());
      JobClient running = environment.executeAsync("endless");
      String path = "/jobs/" + running.getJobID();
      String host = "Host: localhost:" + port;
      String own = "Origin: http://localhost:" + port;
      String page = "Origin: http://evil.example";
      String image = "Sec-Fetch-Site: cross-site";

      Map<String, RawHttp.Response> refused = new LinkedHashMap<>();
      refused.put("script", RawHttp.send(port, "GET", path + "/yarn-cancel", host, page));
      refused.put("image", RawHttp.send(port, "GET", path + "/yarn-cancel", host));
      refused.put("escaped", RawHttp.send(port, "GET", path + "/yarn%2Dcancel", host));
      refused.put("malformed", RawHttp.send(port, "GET", path + "/%zz", host));
      refused.put("form", RawHttp.send(port, "POST", path + "/stop", host, page));
      refused.put("patch", RawHttp.send(port, "PATCH", path + "?mode=cancel", host, page));
      String rebound = "evil.example:" + port;
      refused.put(
          "rebound name",
          RawHttp.send(
              port,
              "PATCH",
              path + "?mode=cancel",
              "Host: " + rebound,
              "Origin: http://" + rebound));
      refused.put("embedded", RawHttp.send(port, "GET", "/config", host, image));
      assertThat(refused)
          .allSatisfy((how, response) -> assertThat(response.status()).as(how).isEqualTo(403));

      assertThat(RawHttp.send(port, "GET", "/", host).text()).contains("200 OK", "<html");
      assertThat(RawHttp.send(port, "GET", path, host, own, "Sec-Fetch-Site: same-origin").text())
          .contains("200 OK", "endless")
          .doesNotContain("access-control-allow-origin: *");

      Eventually.holds("it runs", BOUND, () -> running.getJobStatus().get() == JobStatus.RUNNING);
      assertThat(RawHttp.send(port, "PATCH", path + "?mode=cancel", host).status())
          .as("from a client that is no browser")
          .isEqualTo(202);
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
