package dev.isotherm.jobs.graph;

import dev.isotherm.model.ConfigurationException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Creates execution environments: of the cluster to submit to, or inside this process. */
@FunctionalInterface
public interface Environments {

  /** Runs jobs on the cluster that the jar is submitted to. */
  Environments CLUSTER = StreamExecutionEnvironment::getExecutionEnvironment;

  /**
   * Creates the environment of a job.
   *
   * @param configuration the configuration of the job
   */
  StreamExecutionEnvironment create(Configuration configuration);

  /**
   * Creates the environment of a stream. If its configuration has {@code
   * execution.state-recovery.path}, the stream continues from that checkpoint or savepoint.
   *
   * @param configuration the configuration of the job
   * @param state the state that the stream keeps from run to run
   * @throws ConfigurationException if that state cannot be used
   */
  default StreamExecutionEnvironment createStream(Configuration configuration, StateRequest state) {
    if (state.folder() != null) {
      throw new ConfigurationException(
          "--state "
              + state.folder()
              + ": is for local runs; on a cluster, execution.checkpointing.dir of Flink's"
              + " configuration names the folder");
    }
    return create(configuration);
  }

  /**
   * How a user continues a stream whose state was not found, as a part of a sentence.
   *
   * @param job Flink's id of the last job of the stream; empty if unknown
   */
  default String howToContinue(
      StreamExecutionEnvironment environment, StateRequest state, String job) {
    return ClusterCheckpoints.howToContinue(environment.getConfiguration(), job);
  }

  /**
   * Runs an unbounded job. Returns when the job is stopped, or at once if it was submitted
   * detached.
   *
   * @throws Exception if the job fails
   */
  default void run(StreamExecutionEnvironment environment, String jobName) throws Exception {
    environment.execute(jobName);
  }

  /**
   * Runs a bounded job to its end.
   *
   * @throws Exception if the job fails or is cancelled
   */
  default JobExecutionResult runToEnd(StreamExecutionEnvironment environment, String jobName)
      throws Exception {
    return environment.execute(jobName);
  }
}
