package dev.isotherm.local.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.jobs.graph.StateRequest;
import dev.isotherm.model.ConfigurationException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

  @TempDir private Path temporary;
  private Path folder;
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void choose() {
    folder = temporary.resolve("state");
  }

  @Test
  void theDefaultIsAFolderOfTheGroup() {
    assertThat(StateFolder.of(new StateRequest("plant 1/a", "id", null, false)))
        .isEqualTo(Path.of("isotherm-state", "plant+1%2Fa"));
    assertThat(StateFolder.of(new StateRequest("..", "id", null, false)))
        .isEqualTo(Path.of("isotherm-state", "%2E."));
  }

  @Test
  void aSecondRunIsRefused() {
    try (StateFolder first = StateFolder.open(request(false))) {
      assertThat(first.path()).isEqualTo(folder);
      assertThatThrownBy(() -> StateFolder.open(request(false)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "--state %s: another run uses it (process %d); end that one, or give this one"
                  + " another --group",
              folder, ProcessHandle.current().pid());
    }
    StateFolder.open(request(false)).close();
  }

  @Test
  void continuesFromTheNewestAndDeletesTheRest() throws Exception {
    checkpoint("checkpoints/job1/chk-9", 1_000);
    checkpoint("savepoints/savepoint-job1-1", 2_000);
    checkpoint("checkpoints/job2/chk-2", 3_000);
    checkpoint("checkpoints/job2/chk-3", 4_000);
    Files.createDirectories(folder.resolve("checkpoints/job2/shared"));
    assertThat(next("id", false)).contains(folder.resolve("checkpoints/job2/chk-3"));
    assertThat(folders())
        .containsExactlyInAnyOrder(
            "checkpoints",
            "checkpoints/job2",
            "checkpoints/job2/chk-3",
            "checkpoints/job2/shared",
            "savepoints");
    assertThat(notices).isEmpty();
  }

  @Test
  void aSavepointOfAnOrderlyEndIsNewerThanTheCheckpointsBefore() throws Exception {
    checkpoint("checkpoints/job1/chk-9", 1_000);
    checkpoint("savepoints/savepoint-job1-1", 2_000);
    assertThat(next("id", false)).contains(folder.resolve("savepoints/savepoint-job1-1"));
    assertThat(folders()).doesNotContain("checkpoints/job1");
  }

  @Test
  void aDamagedCheckpointIsToldAndTheOneBeforeIsTaken() throws Exception {
    checkpoint("checkpoints/job1/chk-8", 1_000);
    checkpoint("checkpoints/job1/chk-9", 2_000);
    Files.write(folder.resolve("checkpoints/job1/chk-9/_metadata"), new byte[100]);
    // A checkpoint that was not completed has no metadata.
    Files.createDirectories(folder.resolve("checkpoints/job1/chk-10"));
    assertThat(next("id", false)).contains(folder.resolve("checkpoints/job1/chk-8"));
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0))
        .startsWith("--state " + folder + ": checkpoint checkpoints/job1/chk-9 is damaged (");
  }

  @Test
  void aFreshRunContinuesFromNothingAndDeletesNothing() throws Exception {
    checkpoint("checkpoints/job1/chk-9", 1_000);
    assertThat(next("id", true)).isEmpty();
    assertThat(folders()).contains("checkpoints/job1/chk-9");
  }

  @Test
  void theStateOfAnotherTopicIsRefused() throws Exception {
    checkpoint("checkpoints/job1/chk-9", 1_000);
    assertThat(next("id", false)).isPresent();
    assertThatThrownBy(() -> next("other", false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is the state of another topic")
        .hasMessageEndingWith(
            "(topic id id, now other); begin anew with --fresh, or give another --state");
    assertThat(next("id", false)).as("nothing was deleted").isPresent();
    assertThat(next("other", true)).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws Exception {
    Files.writeString(folder, "a file");
    assertThatThrownBy(() -> StateFolder.open(request(false)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("--state " + folder + ": cannot be created or written (");
  }

  private StateRequest request(boolean fresh) {
    return new StateRequest("g", "id", folder.toString(), fresh);
  }

  private Optional<Path> next(String topicId, boolean fresh) {
    StateRequest request = new StateRequest("g", topicId, folder.toString(), fresh);
    try (StateFolder state = StateFolder.open(request)) {
      return state.continueFrom(notices::add);
    }
  }

  private void checkpoint(String path, long completedMillis) throws IOException {
    Path metadata = Files.createDirectories(folder.resolve(path)).resolve("_metadata");
    try (OutputStream out = Files.newOutputStream(metadata)) {
      Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(1, List.of(), List.of()), out);
    }
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(completedMillis));
  }

  private List<String> folders() throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths
          .filter(path -> Files.isDirectory(path) && !path.equals(folder))
          .map(path -> folder.relativize(path).toString())
          .toList();
    }
  }
}
