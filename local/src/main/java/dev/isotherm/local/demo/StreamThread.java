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
  private static final String PREFIX = "isotherm: ";

  private final CompletableFuture<JobClient> job = new CompletableFuture<>();
  private final CompletableFuture<Void> ended;
  private final LocalEnvironments environments;

  /**
   * Starts the command and waits until its job runs.
   *
   * @param arguments from {@code stream} on
   * @throws IllegalStateException with the command's own message, if the job does not start
   */
  StreamThread(LocalEnvironments environments, List<String> arguments) {
    this.environments = environments;
    ended = CompletableFuture.runAsync(() -> execute(arguments), task -> start(task, "stream"));
    try {
      CompletableFuture.anyOf(job, ended).orTimeout(SECONDS_TO_START, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          e.getCause() instanceof TimeoutException
              ? "The job does not start within " + SECONDS_TO_START + " s."
              : e.getCause().getMessage(),
          e);
    }
  }

  /** Starts a daemon thread. */
  static void start(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** The running job. */
  JobClient job() {
    return job.join();
  }

  /** Completes when the command has ended; exceptionally if it failed. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  private void execute(List<String> arguments) {
    StringWriter words = new StringWriter();
    CommandLine command = Isotherm.commandLine(new HandingOver());
    command.setOut(new PrintWriter(words, true)).setErr(new PrintWriter(words, true));
    if (CommandRunner.run(command, arguments.toArray(new String[0])) != CommandRunner.DONE) {
      throw new IllegalStateException(lastLine(words.toString()));
    }
  }

  private static String lastLine(String words) {
    String stripped = words.strip();
    String last = stripped.substring(stripped.lastIndexOf('\n') + 1);
    return last.startsWith(PREFIX) ? last.substring(PREFIX.length()) : last;
  }

  /** Hands the running job to the demo, which decides when it ends. */
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
