package dev.isotherm.jobs.copy;

import dev.isotherm.jobs.postgres.PostgresSettings;
import dev.isotherm.jobs.postgres.ResultDatabase;
import dev.isotherm.model.Transition;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link ResultCopier} beside the job, for as long as the job runs. It ignores its input,
 * waits for nothing and has no state. So it can hold up neither results nor checkpoints, and a
 * stream can be continued with it and without it.
 */
public final class CopyResults extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<Transition, Void> {

  private static final long serialVersionUID = 1;

  private final ResultTopics topics;
  private final PostgresSettings settings;

  private transient @Nullable ResultCopier copier;

  private CopyResults(ResultTopics topics, PostgresSettings settings) {
    this.topics = topics;
    this.settings = settings;
  }

  /**
   * Adds the copy to a job.
   *
   * @param transitions any stream of the job: an operator needs an input
   */
  public static void add(
      DataStream<Transition> transitions, ResultTopics topics, PostgresSettings settings) {
    transitions
        .transform("copy results to PostgreSQL", Types.VOID, new CopyResults(topics, settings))
        .disableChaining()
        .uid("copy-results-to-postgres")
        .setParallelism(1);
  }

  @Override
  public void open() throws Exception {
    super.open();
    ClassLoader ofJob = getRuntimeContext().getUserCodeClassLoader();
    getRuntimeContext()
        .registerUserCodeClassLoaderReleaseHookIfAbsent(
            "forget PostgreSQL driver", () -> ResultDatabase.forgetDriver(ofJob));
    ResultCopier opened = new ResultCopier(topics, settings);
    MetricGroup metrics = getMetricGroup().addGroup("postgres");
    CopyStatus status = opened.status();
    metrics.gauge("connected", (Gauge<Integer>) () -> status.connected() ? 1 : 0);
    metrics.gauge("written", (Gauge<Long>) status::written);
    metrics.gauge("leftOut", (Gauge<Long>) status::leftOut);
    metrics.gauge("lost", (Gauge<Long>) status::lost);
    metrics.gauge("failures", (Gauge<Long>) status::failures);
    metrics.gauge("recordsBehind", (Gauge<Long>) status::recordsBehind);
    copier = opened;
    opened.start();
  }

  @Override
  public void processElement(StreamRecord<Transition> element) {
    // the topic has it
  }

  @Override
  public void close() throws Exception {
    if (copier != null) {
      copier.close();
    }
    super.close();
  }
}
