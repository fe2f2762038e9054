package dev.isotherm.jobs.graph;

import dev.isotherm.jobs.commands.options.JobOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Where jobs run: on the cluster they are submitted to, or inside this process. */
@FunctionalInterface
public interface Environments {

  /** The cluster that the jar was submitted to. */
  Environments CLUSTER = StreamExecutionEnvironment::getExecutionEnvironment;

  /**
   * Makes the environment of one job.
   *
   * @param configuration what {@link JobOptions#configuration} returns
   */
  StreamExecutionEnvironment create(Configuration configuration);

  /**
   * Runs a job that has no end of its own. Returns when it was stopped, or, where it was submitted
   * detached, at once.
   *
   * @throws Exception if the job fails
   */
  default void run(StreamExecutionEnvironment environment, String jobName) throws Exception {
    environment.execute(jobName);
  }
}
