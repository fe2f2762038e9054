package dev.isotherm.jobs.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code BatchEndsProcessIT} shows the same of processes that are killed. */
class TemporaryFolderTest {
  @TempDir Path parent;

  @Test
  void isDeletedWithItsContentsAndItsLock() throws IOException {
    TemporaryFolder folder = TemporaryFolder.create("isotherm-test-");
    Path lock = Path.of(folder.path() + ".lock");
    assertThat(lock).exists();
    assertThat(Files.getPosixFilePermissions(folder.path()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    Files.writeString(folder.path().resolve("a"), "x");
    folder.delete();
    assertThat(folder.path()).doesNotExist();
    assertThat(lock).doesNotExist();
  }

  @Test
  void aLivingProcessKeepsItsOwn() throws IOException {
    TemporaryFolder folder = TemporaryFolder.create("isotherm-test-");
    Files.writeString(folder.path().resolve("a"), "x");
    try {
      deleteLeftovers(folder.path().getParent());
      assertThat(folder.path().resolve("a")).hasContent("x");
    } finally {
      folder.delete();
    }
  }

  @Test
  void whatIsLeftOfProcessesThatHaveEndedIsDeleted() throws IOException {
    Path folder = Files.createDirectory(parent.resolve("isotherm-flink-1"));
    Files.writeString(folder.resolve("a"), "x");
    Path lock = Files.createFile(parent.resolve("isotherm-flink-1.lock"));
    Path lockAlone = Files.createFile(parent.resolve("isotherm-kafka-2.lock"));
    deleteLeftovers(parent);
    assertThat(folder).doesNotExist();
    assertThat(lock).doesNotExist();
    assertThat(lockAlone).doesNotExist();
  }

  @Test
  void nothingElseIsDeleted() throws IOException {
    Path withoutLock = Files.createDirectory(parent.resolve("isotherm-flink-1"));
    Path another = Files.createDirectory(parent.resolve("another-1"));
    Path ofAnother = Files.createFile(parent.resolve("another-1.lock"));
    Path target = Files.createDirectory(parent.resolve("target"));
    Path link = Files.createSymbolicLink(parent.resolve("isotherm-link"), target);
    Path ofLink = Files.createFile(parent.resolve("isotherm-link.lock"));
    deleteLeftovers(parent);
    assertThat(parent).isDirectoryContaining(path -> path.equals(link));
    for (Path kept : new Path[] {withoutLock, another, ofAnother, target, ofLink}) {
      assertThat(kept).exists();
    }
  }

  @Test
  void whatBelongsToAnotherUserStays() throws IOException {
    Path folder = Files.createDirectory(parent.resolve("isotherm-flink-1"));
    Path lock = Files.createFile(parent.resolve("isotherm-flink-1.lock"));
    UserPrincipal another = () -> "another";
    TemporaryFolder.deleteLeftovers(parent, another);
    assertThat(folder).exists();
    assertThat(lock).exists();
  }

  private static void deleteLeftovers(Path parent) throws IOException {
    TemporaryFolder.deleteLeftovers(parent, Files.getOwner(parent));
  }
}
