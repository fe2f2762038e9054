package dev.isotherm.jobs.graph;

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
   * Runs an unbounded job. Returns when the job is stopped, or at once if it was submitted
   * detached.
   *
   * @throws Exception if the job fails
   */
  default void run(StreamExecutionEnvironment environment, String jobName) throws Exception {
    environment.execute(jobName);
  }
}
