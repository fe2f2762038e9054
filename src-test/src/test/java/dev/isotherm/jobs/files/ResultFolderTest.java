package dev.isotherm.jobs.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  @Test
  void takesAFolderThatIsNewOrEmpty() throws IOException {
    assertThat(Path.of(ResultFolder.prepare(folder.toString(), false).toString()))
        .isEqualTo(folder);
    Path fresh = folder.resolve("a/b");
    assertThat(ResultFolder.prepare(fresh.toString(), false)).hasToString(fresh.toString());
  }

  @Test
  void replacesResultsOnlyWhenItMay() throws IOException {
    write("averages/part-0.jsonl", "{}\n");
    write("summary.json", "{}\n");
    assertThatThrownBy(() -> ResultFolder.prepare(folder.toString(), false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "--output "
                + folder
                + ": contains results already; name another folder, or add --overwrite");
    assertThat(folder.resolve("summary.json")).exists();
    ResultFolder.prepare(folder.toString(), true);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void neverRemovesWhatIsNoResult() throws IOException {
    write("averages/part-0.jsonl", "{}\n");
    write("thesis.txt", "ten years of work\n");
    assertThatThrownBy(() -> ResultFolder.prepare(folder.toString(), true))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "--output "
                + folder
                + ": contains thesis.txt, which is not a result of Isotherm; name an empty or a new"
                + " folder");
    assertThat(folder.resolve("thesis.txt")).exists();
    assertThat(folder.resolve("averages/part-0.jsonl")).exists();
    assertThatThrownBy(() -> ResultFolder.prepare(folder.resolve("thesis.txt").toString(), true))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith("thesis.txt: must be a folder, but is a file");
  }

  @Test
  void handsOnEveryLineFileByFile() throws IOException {
    ResultFolder results = ResultFolder.prepare(folder.toString(), false);
    String longLine = "y".repeat(200_000);
    write("late/part-1.jsonl", "c\n");
    write("late/part-0.jsonl", "a\n" + longLine + "\nb\n");
    write("late/.part-2.inprogress", "never\n");
    assertThat(lines(results, "late")).containsExactly("a", longLine, "b", "c");
    assertThat(lines(results, "averages")).isEmpty();
  }

  @Test
  void aFileThatWasCutOffIsNotTakenForWhole() throws IOException {
    ResultFolder results = ResultFolder.prepare(folder.toString(), false);
    write("late/part-0.jsonl", "a\n{\"sens");
    assertThat(lines(results, "late")).containsExactly("a", "{\"sens");
  }

  @Test
  void theSummaryIsOneLine() throws IOException {
    ResultFolder.prepare(folder.toString(), false).writeSummary("{}".getBytes(UTF_8));
    assertThat(folder.resolve("summary.json")).hasContent("{}\n");
  }

  private static List<String> lines(ResultFolder results, String kind) throws IOException {
    List<String> lines = new ArrayList<>();
    results.forEachLine(kind, line -> lines.add(new String(line, UTF_8)));
    return lines;
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
