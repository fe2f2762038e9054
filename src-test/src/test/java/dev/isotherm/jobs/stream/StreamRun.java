package dev.isotherm.jobs.stream;

import dev.isotherm.jobs.CommandTrial;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.cli.Environments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * {@code isotherm stream} at work, through its real command line.
 *
 * <p>Unless told otherwise the first failure ends the job: one that still runs has never restarted.
 */
public final class StreamRun implements AutoCloseable {
  private static final long BOUND_SECONDS = 30;

  private final CompletableFuture<JobClient> started = new CompletableFuture<>();
  private final CompletableFuture<CommandTrial> ended;

  private StreamRun(LiveFlink flink, String... arguments) {
    Environments environments =
        new Environments() {
          @Override
          public StreamExecutionEnvironment create(Configuration configuration) {
            return flink.create(configuration);
          }

          @Override
          public void run(StreamExecutionEnvironment environment, String name) throws Exception {
            JobClient job = environment.executeAsync(name);
            started.complete(job);
            job.getJobExecutionResult().get();
          }
        };
    ended =
        CompletableFuture.supplyAsync(
                () -> CommandTrial.run(Isotherm.commandLine(environments), arguments),
                task -> new Thread(task, "isotherm stream").start())
            .whenComplete(
                (trial, failure) ->
                    started.completeExceptionally(new AssertionError("no job: " + trial, failure)));
  }

  /** Starts the command; returns when its job has been submitted. */
  public static StreamRun start(
      LiveFlink flink, LiveKafka kafka, LiveKafka.TestTopics topics, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add("stream");
    arguments.add("--bootstrap-servers=" + kafka.bootstrapServers());
    arguments.addAll(topics.options());
    arguments.add("--checkpoint-interval=300ms");
    arguments.add("--web-port=0");
    arguments.add("-Drestart-strategy.type=none");
    for (String option : more) {
      // Options may be given once each: what the test says wins.
      String name = option.substring(0, option.indexOf('=') + 1);
      arguments.removeIf(argument -> argument.startsWith(name));
      arguments.add(option);
    }
    StreamRun run = new StreamRun(flink, arguments.toArray(String[]::new));
    await(run.started);
    return run;
  }

  /** Where the job stands. */
  public JobStatus status() {
    return await(await(started).getJobStatus());
  }

  /** The job on its cluster. */
  public JobClient job() {
    return await(started);
  }

  /** Ends the job such that all that it has read is committed; what the command answered. */
  public CommandTrial stop() throws IOException {
    return stop(false);
  }

  /** The same as if the end of time had come: all windows close, too. */
  public CommandTrial drain() throws IOException {
    return stop(true);
  }

  private CommandTrial stop(boolean drain) throws IOException {
    Path savepoint = Files.createTempDirectory("isotherm-savepoint-");
    try {
      await(
          job()
              .stopWithSavepoint(
                  drain, savepoint.toUri().toString(), SavepointFormatType.CANONICAL));
      return ended();
    } finally {
      delete(savepoint);
    }
  }

  /** What the command answered, once it has ended. */
  public CommandTrial ended() {
    return await(ended);
  }

  @Override
  public void close() {
    if (!ended.isDone() && started.isDone()) {
      await(job().cancel());
    }
    await(ended);
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.copy().orTimeout(BOUND_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }
}
