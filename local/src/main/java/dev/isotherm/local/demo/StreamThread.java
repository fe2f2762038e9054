package dev.isotherm.local.demo;

import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.local.machine.LocalEnvironments;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;

/** The command {@code isotherm stream} as a user would type it, in a thread of its own. */
final class StreamThread {

  private static final long SECONDS_TO_START = 90;
  private static final String SPEAKER = "isotherm: ";

  private final CompletableFuture<JobClient> job = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final LocalEnvironments environments;
  private final List<String> arguments;

  private StreamThread(LocalEnvironments environments, List<String> arguments) {
    this.environments = environments;
    this.arguments = arguments;
  }

  /**
   * Starts the command and waits until its job runs.
   *
   * @param arguments from {@code stream} on
   * @throws IllegalStateException with the command's own words, if it does not come to that
   */
  static StreamThread start(LocalEnvironments environments, List<String> arguments) {
    StreamThread run = new StreamThread(environments, arguments);
    Thread thread = new Thread(run::execute, "stream");
    thread.setDaemon(true);
    thread.start();
    try {
      CompletableFuture.anyOf(run.job, run.ended)
          .orTimeout(SECONDS_TO_START, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          e.getCause() instanceof TimeoutException
              ? "The job does not start within " + SECONDS_TO_START + " s."
              : e.getCause().getMessage(),
          e);
    }
    return run;
  }

  /** To be asked once it runs. */
  JobClient job() {
    return job.join();
  }

  /** Completes when the command has ended; exceptionally if it failed. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  private void execute() {
    StringWriter words = new StringWriter();
    CommandLine command = Isotherm.commandLine(new HandingOver());
    command.setOut(new PrintWriter(words, true)).setErr(new PrintWriter(words, true));
    int code = command.execute(arguments.toArray(new String[0]));
    if (code == CommandRunner.DONE) {
      ended.complete(null);
    } else {
      ended.completeExceptionally(new IllegalStateException(lastLine(words.toString())));
    }
  }

  private static String lastLine(String words) {
    String stripped = words.strip();
    String last = stripped.substring(stripped.lastIndexOf('\n') + 1);
    return last.startsWith(SPEAKER) ? last.substring(SPEAKER.length()) : last;
  }

  /** Lets the demo decide when the job ends. */
  private final class HandingOver implements Environments {
    @Override
    public StreamExecutionEnvironment create(Configuration configuration) {
      return environments.create(configuration);
    }

    @Override
    public void run(StreamExecutionEnvironment environment, String jobName) throws Exception {
      JobClient started = environment.executeAsync(jobName);
      job.complete(started);
      LocalEnvironments.await(started);
    }
  }
}
