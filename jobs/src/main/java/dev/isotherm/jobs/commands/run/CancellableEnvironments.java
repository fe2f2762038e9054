package dev.isotherm.jobs.commands.run;

import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.graph.StateRequest;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.JobListener;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** Environments whose jobs can be cancelled, also from another thread. */
public final class CancellableEnvironments implements Environments {

  private final Environments environments;
  private final List<JobClient> jobs = new ArrayList<>();
  private boolean cancelled;

  public CancellableEnvironments(Environments environments) {
    this.environments = environments;
  }

  @Override
  public StreamExecutionEnvironment create(Configuration configuration) {
    return cancellable(environments.create(configuration));
  }

  @Override
  public StreamExecutionEnvironment createStream(Configuration configuration, StateRequest state) {
    return cancellable(environments.createStream(configuration, state));
  }

  @Override
  public String howToContinue(
      StreamExecutionEnvironment environment, StateRequest state, String job) {
    return environments.howToContinue(environment, state, job);
  }

  private StreamExecutionEnvironment cancellable(StreamExecutionEnvironment environment) {
    environment.registerJobListener(
        new JobListener() {
          @Override
          public void onJobSubmitted(@Nullable JobClient job, @Nullable Throwable failure) {
            if (job != null) {
              add(job);
            }
          }

          @Override
          public void onJobExecuted(
              @Nullable JobExecutionResult result, @Nullable Throwable failure) {
            // cancelling it does nothing any more
          }
        });
    return environment;
  }

  @Override
  public void run(StreamExecutionEnvironment environment, String jobName) throws Exception {
    environments.run(environment, jobName);
  }

  @Override
  public JobExecutionResult runToEnd(StreamExecutionEnvironment environment, String jobName)
      throws Exception {
    return environments.runToEnd(environment, jobName);
  }

  private synchronized void add(JobClient job) {
    jobs.add(job);
    if (cancelled) {
      cancel(job);
    }
  }

  private static void cancel(JobClient job) {
    var unused = job.cancel();
  }

  /** Cancels all jobs, and those that are still to be submitted. Returns at once. */
  public synchronized void cancel() {
    cancelled = true;
    jobs.forEach(CancellableEnvironments::cancel);
  }
}
