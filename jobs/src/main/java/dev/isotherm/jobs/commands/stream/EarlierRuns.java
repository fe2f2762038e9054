package dev.isotherm.jobs.commands.stream;

import dev.isotherm.flow.progress.RunStart;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.graph.StateRequest;
import dev.isotherm.jobs.kafka.ProgressTopic;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.EarlierRun;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.wire.StreamProgress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a run of a stream starts, from what earlier runs of its group have published. A run
 * without the state of the run before would publish windows that lack readings, and alerts that
 * fire would never be resolved. So such a run must be asked for with {@code --fresh}.
 *
 * @param last the last progress that the group has published; empty for the first run
 */
record EarlierRuns(StateRequest request, Optional<ProgressTopic.Last> last) {

  /** The target of a job whose command runs inside the JobManager: application mode. */
  private static final String APPLICATION_MODE = "embedded";

  /**
   * Reads what the group has published.
   *
   * @param folder the folder that the user named for the state of local runs
   */
  static EarlierRuns read(
      Properties client, TopicNames topics, String group, @Nullable String folder, boolean fresh) {
    try (Topics broker = Topics.connect(client)) {
      return new EarlierRuns(
          new StateRequest(group, broker.id(topics.readings()), folder, fresh),
          ProgressTopic.find(broker, topics.progress(), group));
    }
  }

  /**
   * Checks that no stream of the group runs, if this run begins anew.
   *
   * @param interval the time between two checkpoints of a stream that has published only one
   * @param notices takes a sentence if this takes some time
   * @throws ConfigurationException if one runs
   */
  void requireNoOther(
      Properties client, TopicNames topics, Duration interval, Consumer<String> notices) {
    if (!request.fresh() || last.isEmpty()) {
      return;
    }
    long usual = last.get().intervalMillis();
    RunningStream maybe =
        new RunningStream(last.get(), usual == 0 ? interval : Duration.ofMillis(usual));
    try (Topics broker = Topics.connect(client)) {
      maybe.refuse(broker, topics.progress(), request.group(), InstantSource.system(), notices);
    }
  }

  /**
   * Checks that a run which continues has groups if the run before had. Flink itself would say only
   * that there is state of operators that the run does not have.
   *
   * @param groupBy the labels of this run; {@code null} for no groups
   * @throws ConfigurationException if it has none
   */
  void requireGroups(@Nullable String groupBy) {
    String before = last.map(run -> run.progress().settings().groupBy()).orElse(null);
    if (!request.fresh() && before != null && groupBy == null) {
      throw new ConfigurationException(
          String.format(
              "--group-by: is not given; the stream of group %s has %s. Continue with the same"
                  + " options, or begin anew with --fresh",
              request.group(), before));
    }
  }

  /**
   * Decides how the run starts.
   *
   * @param environment the environment of the run
   * @throws ConfigurationException if it has no state although the group has published before
   */
  RunStart start(Environments environments, StreamExecutionEnvironment environment) {
    ReadableConfig configuration = environment.getConfiguration();
    Optional<String> restored = configuration.getOptional(StateRecoveryOptions.SAVEPOINT_PATH);
    if (request.fresh() && restored.isPresent()) {
      throw new ConfigurationException(
          "--fresh: is mutually exclusive with a checkpoint or savepoint to continue from, which is"
              + " "
              + restored.get());
    }
    if (last.isEmpty()) {
      return RunStart.FIRST;
    }
    StreamProgress progress = last.get().progress();
    if (request.fresh()) {
      List<EarlierRun> runs = new ArrayList<>(progress.earlierRuns());
      runs.add(progress.asEarlierRun());
      return RunStart.anew(runs);
    }
    String refusal =
        String.format(
            "--group %s: an earlier run has published results up to %s, and this run has no state"
                + " of it, so that open windows and alerts would be wrong; %s, or begin anew with"
                + " --fresh",
            request.group(),
            progress.watermarkMillis() == Long.MIN_VALUE
                ? "the beginning"
                : JsonLinesWriter.instant(progress.watermarkMillis()),
            environments.howToContinue(environment, request, progress.job()));
    // In application mode, the JobManager may restore the job by itself, and the job decides.
    boolean decidedByJob = APPLICATION_MODE.equals(configuration.get(DeploymentOptions.TARGET));
    if (restored.isEmpty() && !decidedByJob) {
      throw new ConfigurationException(refusal);
    }
    return RunStart.continued(refusal);
  }
}
