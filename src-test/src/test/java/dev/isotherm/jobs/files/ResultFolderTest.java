package dev.isotherm.jobs.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.FolderBytes;
import dev.isotherm.fixtures.ScratchFileSystem;
import dev.isotherm.model.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {

  @TempDir Path folder;

  private static ResultFolder prepare(Object name, boolean replace) throws IOException {
    return ResultFolder.prepare(name.toString(), replace);
  }

  @Test
  void takesAFolderThatIsNewOrEmpty() throws IOException {
    for (Path named : List.of(folder, folder.resolve("a/b"))) {
      try (ResultFolder results = prepare(named, false)) {
        assertThat(results).hasToString(named.toString());
        results.writeSummary("{}".getBytes(UTF_8));
        results.publish();
      }
      assertThat(named.resolve("summary.json")).hasContent("{}\n");
      Files.delete(named.resolve("summary.json"));
    }
  }

  @Test
  void replacesResultsOnlyWhenItMay() throws IOException {
    write("averages/part-0.jsonl", "{}\n");
    write("summary.json", "{}\n");
    assertThatThrownBy(() -> prepare(folder, false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "--output "
                + folder
                + ": contains results already; name another folder, or add --overwrite");
    assertThat(folder.resolve("summary.json")).exists();
    try (ResultFolder results = prepare(folder, true)) {
      assertThat(folder.resolve("summary.json")).exists();
      results.publish();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void neverRemovesWhatIsNoResult() throws IOException {
    write("averages/part-0.jsonl", "{}\n");
    write("thesis.txt", "ten years of work\n");
    assertThatThrownBy(() -> prepare(folder, true))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "--output "
                + folder
                + ": contains thesis.txt, which is not a result of Isotherm; name an empty or a new"
                + " folder");
    assertThat(folder.resolve("thesis.txt")).exists();
    assertThat(folder.resolve("averages/part-0.jsonl")).exists();
    assertThatThrownBy(() -> prepare(folder.resolve("thesis.txt"), true))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith("thesis.txt: must be a folder, but is a file");
  }

  @Test
  void doesNotReplaceWhatAppearedWhileTheJobRan() throws IOException {
    Path late = folder.resolve("out");
    try (ResultFolder results = prepare(late, false)) {
      write("out/thesis.txt", "ten years of work\n");
      assertThatThrownBy(results::publish)
          .isInstanceOf(IOException.class)
          .hasMessage(
              late
                  + ": cannot be replaced: by now, it contains thesis.txt, which is not a result of"
                  + " Isotherm; name an empty or a new folder");
    }
    assertThat(late.resolve("thesis.txt")).exists();
    assertThat(FolderBytes.beside(late)).isEmpty();
  }

  @Test
  void aTemporaryFolderIsDeleted() throws IOException {
    Path temporary;
    try (ResultFolder results = ResultFolder.prepare(null, false)) {
      temporary = Path.of(results.path().getPath());
      assertThat(temporary).isEmptyDirectory();
      results.publish();
    }
    assertThat(temporary).doesNotExist();
  }

  /** What was not published there is incomplete, and may be replaced. */
  @Test
  void replacesNoCompleteResultsWhereFoldersCannotBeRenamed() throws IOException {
    String remote = ScratchFileSystem.nameOf(folder);
    write("averages/part-0.jsonl", "of a run that was killed\n");
    assertThatThrownBy(() -> prepare(remote, false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(": contains results already; ");
    try (ResultFolder failed = prepare(remote, true)) {
      write("averages/part-1.jsonl", "{}\n");
      assertThat(lines(failed, "averages")).containsExactly("{}");
    }
    assertThat(folder).isEmptyDirectory();
    try (ResultFolder results = prepare(remote, false)) {
      write("averages/part-2.jsonl", "{}\n");
      results.writeSummary("{}".getBytes(UTF_8));
      results.publish();
    }
    assertThatThrownBy(() -> prepare(remote, true))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "--output "
                + remote
                + ": contains complete results, which are replaced in local folders only; name"
                + " another folder");
    assertThat(folder.resolve("averages/part-2.jsonl")).exists();
  }

  @Test
  void handsOnEveryLineFileByFile() throws IOException {
    String longLine = "y".repeat(200_000);
    try (ResultFolder results = prepare(folder, false)) {
      Path written = Path.of(results.path().getPath());
      write(written.resolve("late/part-1.jsonl"), "c\n");
      write(written.resolve("late/part-0.jsonl"), "a\n" + longLine + "\nb\n");
      write(written.resolve("late/.part-2.inprogress"), "never\n");
      assertThat(lines(results, "late")).containsExactly("a", longLine, "b", "c");
      assertThat(lines(results, "averages")).isEmpty();
    }
  }

  @Test
  void aFileThatWasCutOffIsNotTakenForWhole() throws IOException {
    try (ResultFolder results = prepare(folder, false)) {
      write(Path.of(results.path().getPath()).resolve("late/part-0.jsonl"), "a\n{\"sens");
      assertThat(lines(results, "late")).containsExactly("a", "{\"sens");
    }
  }

  private static List<String> lines(ResultFolder results, String kind) throws IOException {
    List<String> lines = new ArrayList<>();
    results.forEachLine(kind, line -> lines.add(new String(line, UTF_8)));
    return lines;
  }

  private void write(String name, String content) throws IOException {
    write(folder.resolve(name), content);
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
