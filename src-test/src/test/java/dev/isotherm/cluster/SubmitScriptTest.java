package dev.isotherm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script with a {@code flink} on its path that says what it was told. */
final class SubmitScriptTest {
  private static final String IDLE = "No running jobs.\nNo scheduled jobs.";

  @TempDir private Path folder;

  @Test
  void startsAfreshWhereThereIsNoCheckpoint() throws Exception {
    assertThat(submit(IDLE)).endsWith("TOLD run -d -m jm:8081 a.jar stream --create-topics");
  }

  @Test
  void goesOnFromTheNewestCheckpoint() throws Exception {
    // Neither the first nor the last by name.
    state("checkpoints/b/chk-9", 100);
    Path newest = state("checkpoints/a/chk-10", 300);
    state("checkpoints/c/chk-1", 200);
    state("savepoints/savepoint-1", 50);
    assertThat(submit(IDLE))
        .endsWith("TOLD run -d -m jm:8081 -s file://" + newest + " a.jar stream --create-topics");
  }

  @Test
  void goesOnFromASavepointThatIsNewer() throws Exception {
    state("checkpoints/a/chk-10", 300);
    Path newest = state("savepoints/savepoint-1", 400);
    assertThat(submit(IDLE)).contains("-s file://" + newest + " a.jar");
  }

  @Test
  void passesOverACheckpointThatWasNotCompleted() throws Exception {
    Files.createDirectories(folder.resolve("state/checkpoints/a/chk-11"));
    assertThat(submit(IDLE)).doesNotContain(" -s ");
  }

  @Test
  void submitsNothingBesideAJobThatRunsOrIsAboutTo() throws Exception {
    assertThat(submit("x : abc : isotherm (RUNNING)\nNo scheduled jobs.")).doesNotContain("TOLD");
    assertThat(submit("No running jobs.\nx : abc : isotherm (CREATED)")).doesNotContain("TOLD");
  }

  @Test
  void failsWhenTheClusterDoesNotAnswer() throws Exception {
    assertThat(run("exit 1").waitFor()).isEqualTo(1);
  }

  private Path state(String name, long epochSecond) throws IOException {
    Path checkpoint = Files.createDirectories(folder.resolve("state").resolve(name));
    Path metadata = Files.createFile(checkpoint.resolve("_metadata"));
    Files.setLastModifiedTime(metadata, FileTime.from(Instant.ofEpochSecond(epochSecond)));
    return checkpoint;
  }

  private String submit(String jobs) throws Exception {
    Process process = run("printf '%s\\n' '" + jobs + "'");
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    String output = Files.readString(folder.resolve("out")).strip();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  private Process run(String list) throws IOException {
    Path flink = Files.createDirectories(folder.resolve("bin")).resolve("flink");
    Files.writeString(
        flink,
        """
        #!/usr/bin/env bash
        if [[ "$1" == list ]]; then
          %s
        else
          echo "TOLD $*"
        fi
        """
            .formatted(list));
    Files.setPosixFilePermissions(flink, PosixFilePermissions.fromString("rwx------"));
    var builder =
        new ProcessBuilder(
                Repository.root().resolve("flink-conf/submit.sh").toString(),
                "jm:8081",
                "a.jar",
                "stream",
                "--create-topics")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile());
    builder.environment().put("PATH", flink.getParent() + ":" + System.getenv("PATH"));
    builder.environment().put("ISOTHERM_STATE", folder.resolve("state").toString());
    return builder.start();
  }
}
