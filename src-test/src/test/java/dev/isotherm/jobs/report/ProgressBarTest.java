package dev.isotherm.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Eventually;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private final StringWriter shown = new StringWriter();
  private final ProgressBar listener = new ProgressBar(new PrintWriter(shown), 4_000);

  /** Has read half of everything since it began, of which nobody can say when it was. */
  private static final class HalfRead implements JobClient {
    private boolean asked;

    @Override
    public CompletableFuture<Map<String, Object>> getAccumulators() {
      if (!asked) {
        asked = true;
        return CompletableFuture.failedFuture(new IllegalStateException("it only begins"));
      }
      return CompletableFuture.completedFuture(Map.of("fileBytes", 2_000L, "messages", 100L));
    }

    @Override
    public JobID getJobID() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<JobStatus> getJobStatus() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> cancel() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<String> stopWithSavepoint(
        boolean drain, String folder, SavepointFormatType format) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<String> triggerSavepoint(String folder, SavepointFormatType format) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<JobExecutionResult> getJobExecutionResult() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void writesOneLineAnewAndErasesItWhenTheJobEnds() {
    listener.onJobSubmitted(new HalfRead(), null);
    Eventually.holds(
        "the line is shown twice",
        Duration.ofSeconds(30),
        () -> shown.toString().split("50% of 4.0 kB is read", -1).length > 2);
    listener.onJobExecuted(null, new IllegalStateException("or fails"));
    assertThat(shown.toString().split("\r\u001b\\[K", -1))
        .hasSizeGreaterThan(3)
        .startsWith("", "50% of 4.0 kB is read; 0 messages/s")
        .endsWith("");
    assertThat(shown.toString()).doesNotContain("\n");
  }

  @Test
  void aJobThatEndsAtOnceShowsNothing() {
    listener.onJobSubmitted(new HalfRead(), null);
    listener.onJobExecuted(null, null);
    assertThat(shown.toString()).isEmpty();
  }

  @Test
  void aJobThatCannotBeSubmittedShowsNothing() {
    listener.onJobSubmitted(null, new IllegalStateException());
    listener.onJobExecuted(null, new IllegalStateException());
    assertThat(shown.toString()).isEmpty();
  }
}
