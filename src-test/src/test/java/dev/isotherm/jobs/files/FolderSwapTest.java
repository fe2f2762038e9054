package dev.isotherm.jobs.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.FolderBytes;
import dev.isotherm.model.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderSwapTest {
  private static final List<String> CONTENT = List.of("a", "b");
  private static final String ID = "0123abcd";

  @TempDir Path folder;

  private Path out() throws IOException {
    return folder.toRealPath().resolve("out");
  }

  private static FolderSwap begin(Path out) {
    return FolderSwap.begin("--output out", out, CONTENT);
  }

  private static Path write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private static Map<String, String> files(Path folder) {
    return FolderBytes.of(folder).files();
  }

  @Test
  void theNewContentIsInPlaceOnlyOnceItIsPublished() throws IOException {
    write(out().resolve("a/1"), "old");
    try (FolderSwap swap = begin(out())) {
      write(swap.unfinished().resolve("b/2"), "new");
      assertThat(files(out())).isEqualTo(Map.of("a/1", "old"));
      swap.publish();
      assertThat(files(out())).isEqualTo(Map.of("b/2", "new"));
    }
    assertThat(folder).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void whatIsNotPublishedIsDeleted() throws IOException {
    write(out().resolve("a/1"), "old");
    try (FolderSwap swap = begin(out())) {
      write(swap.unfinished().resolve("b/2"), "new");
    }
    assertThat(files(folder)).isEqualTo(Map.of("out/a/1", "old"));
    assertThat(folder).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void createsAFolderInFoldersThatAreNew() throws IOException {
    Path deep = out().resolve("deep/deeper");
    try (FolderSwap swap = begin(deep)) {
      assertThat(deep).doesNotExist();
      write(swap.unfinished().resolve("a"), "new");
      swap.publish();
    }
    assertThat(files(folder)).isEqualTo(Map.of("out/deep/deeper/a", "new"));
  }

  @Test
  void keepsThePermissionsOfTheFolder() throws IOException {
    Set<PosixFilePermission> some = PosixFilePermissions.fromString("rwxr-x--x");
    Files.createDirectory(out(), PosixFilePermissions.asFileAttribute(some));
    try (FolderSwap swap = begin(out())) {
      swap.publish();
    }
    assertThat(Files.getPosixFilePermissions(out())).isEqualTo(some);
  }

  @Test
  void replacesWhatASymbolicLinkPointsTo() throws IOException {
    write(folder.resolve("elsewhere/real/a"), "old");
    Path link = Files.createSymbolicLink(out(), Path.of("elsewhere/real"));
    try (FolderSwap swap = begin(link)) {
      assertThat(swap.unfinished().getParent()).isEqualTo(out().resolveSibling("elsewhere"));
      write(swap.unfinished().resolve("a"), "new");
      swap.publish();
    }
    assertThat(link).isSymbolicLink();
    assertThat(files(folder.resolve("elsewhere"))).isEqualTo(Map.of("real/a", "new"));
  }

  @Test
  void linksInTheOldContentAreDeletedButNotWhatTheyPointTo() throws IOException {
    write(folder.resolve("precious/1"), "x");
    Files.createDirectory(out());
    Files.createSymbolicLink(out().resolve("a"), folder.resolve("precious"));
    try (FolderSwap swap = begin(out())) {
      swap.publish();
    }
    assertThat(files(folder)).isEqualTo(Map.of("precious/1", "x"));
  }

  @Test
  void aSecondOneMustWaitForTheFirst() throws IOException {
    try (FolderSwap first = begin(out())) {
      write(first.unfinished().resolve("a"), "new");
      assertThatThrownBy(() -> begin(out()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "--output out: another run is writing to it; wait for its end, or name another"
                  + " folder");
      first.publish();
    }
    assertThat(files(out())).isEqualTo(Map.of("a", "new"));
    begin(out()).close();
  }

  @Test
  void aRunThatWasKilledBeforeItsEndLeavesTheOldContent() throws IOException {
    write(out().resolve("a"), "old");
    write(folder.resolve(".out.lock"), "");
    write(folder.resolve(".out.unfinished-" + ID + "/a"), "half");
    begin(out()).close();
    assertThat(files(folder)).isEqualTo(Map.of("out/a", "old"));
    assertThat(folder).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void aRunThatWasKilledBetweenTheRenamesIsCompleted() throws IOException {
    write(folder.resolve(".out.replaced-" + ID + "/a"), "old");
    write(folder.resolve(".out.unfinished-" + ID + "/a"), "new");
    write(folder.resolve(".out.unfinished-77777777/a"), "of another one");
    begin(out()).close();
    assertThat(files(folder)).isEqualTo(Map.of("out/a", "new"));
  }

  @Test
  void aRunThatWasKilledAfterTheRenamesLeavesTheNewContent() throws IOException {
    write(folder.resolve(".out.replaced-" + ID + "/a"), "old");
    write(out().resolve("a"), "new");
    begin(out()).close();
    assertThat(files(folder)).isEqualTo(Map.of("out/a", "new"));
    assertThat(folder).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void theOnlyContentIsNeverDeleted() throws IOException {
    write(folder.resolve(".out.replaced-" + ID + "/a"), "old");
    begin(out()).close();
    assertThat(files(folder)).isEqualTo(Map.of("out/a", "old"));
  }

  @Test
  void whatIsBesideTheFolderWithAnotherNameStays() throws IOException {
    Map<String, String> others =
        Map.of(
            ".out.unfinished-mine/a",
            "x",
            ".out2.unfinished-" + ID + "/a",
            "x",
            "out.unfinished-" + ID + "/a",
            "x",
            ".out/a",
            "x");
    for (String other : others.keySet()) {
      write(folder.resolve(other), "x");
    }
    begin(out()).close();
    assertThat(files(folder)).isEqualTo(others);
  }

  @Test
  void whatIsNoResultAndWasAddedMeanwhileStays() throws IOException {
    write(out().resolve("a"), "old");
    try (FolderSwap swap = begin(out())) {
      write(swap.unfinished().resolve("a"), "new");
      write(out().resolve("thesis.txt"), "x");
      swap.publish();
    }
    assertThat(files(folder)).containsValue("x").containsEntry("out/a", "new");
    assertThatThrownBy(() -> begin(out()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("--output out: what an earlier run has left beside it, ");
    assertThat(files(folder)).containsValue("x");
  }

  @Test
  void ifTheNewContentIsGoneTheOldStays() throws IOException {
    write(out().resolve("a"), "old");
    try (FolderSwap swap = begin(out())) {
      Files.delete(swap.unfinished());
      assertThatThrownBy(swap::publish)
          .isInstanceOf(IOException.class)
          .hasMessage(swap.unfinished() + ": cannot be written: there is no such file or folder");
    }
    assertThat(files(folder)).isEqualTo(Map.of("out/a", "old"));
  }

  @Test
  void refusesWhatCannotBeReplaced() throws IOException {
    assertRefused(Path.of("/"), "must not be the root of the file system; name a folder in it");
    assertRefused(
        Path.of("").toRealPath(),
        "must not contain the current folder, because it is replaced; name a folder in it");
    assertRefused(
        Path.of("").toRealPath().getParent(),
        "must not contain the current folder, because it is replaced; name a folder in it");
    assertRefused(write(folder.resolve("file"), "x"), "must be a folder, but is a file");
    assertRefused(
        Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere")),
        "is a symbolic link to a folder that does not exist");
    assertRefused(
        folder.resolve("file/out"),
        "cannot be written, because nothing can be created in " + folder.resolve("file") + ": ");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void refusesAMountPoint() {
    assertRefused(
        Path.of("/proc"),
        "must not be a mount point, because it is replaced; name a folder in it, such as"
            + " /proc/results");
  }

  private static void assertRefused(Path path, String reason) {
    assertThatThrownBy(() -> begin(path))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("--output out: " + reason);
  }
}
