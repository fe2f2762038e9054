package dev.isotherm.jobs.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    for (String name :
        List.of(
            "a.csv",
            "b.json",
            "logs/c.csv",
            "logs/deep/d.csv",
            "logs/.hidden.csv",
            "logs/_SUCCESS",
            ".git/e.csv",
            "[1].csv")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "1\n");
    }
    Files.createDirectories(folder.resolve("empty/.nothing"));
  }

  @Test
  void foldersAreReadToTheirDepthWithoutWhatIsHidden() {
    assertThat(found(""))
        .containsExactly("[1].csv", "a.csv", "b.json", "logs/c.csv", "logs/deep/d.csv");
  }

  @Test
  void whatIsHiddenCanBeNamed() {
    assertThat(found("logs/.hidden.csv", "logs/_SUCCESS", ".git"))
        .containsExactly("logs/.hidden.csv", "logs/_SUCCESS", ".git/e.csv");
  }

  @Test
  void filesHaveTheOrderOfTheArgumentsAndThoseOfOneArgumentThatOfTheirPaths() {
    assertThat(found("logs", "a.csv", "*.json"))
        .containsExactly("logs/c.csv", "logs/deep/d.csv", "a.csv", "b.json");
    assertThat(found("", "a.csv"))
        .containsExactly("[1].csv", "b.json", "logs/c.csv", "logs/deep/d.csv", "a.csv");
  }

  @Test
  void globsMatchWholePaths() {
    assertThat(found("*.csv")).containsExactly("[1].csv", "a.csv");
    assertThat(found("**/*.csv")).containsExactly("logs/c.csv", "logs/deep/d.csv");
    assertThat(found("l?gs")).containsExactly("logs/c.csv", "logs/deep/d.csv");
    assertThat(found("{a,b}.{csv,json}")).containsExactly("a.csv", "b.json");
    assertThat(found("logs/*/*.csv")).containsExactly("logs/deep/d.csv");
  }

  @Test
  void aNameThatIsThereIsNoGlob() {
    assertThat(found("[1].csv")).containsExactly("[1].csv");
  }

  @Test
  void aFileNamedTwiceIsReadOnce() {
    assertThat(found("a.csv", "a.csv", "logs/../a.csv", "a.*", "*")).containsOnlyOnce("a.csv");
  }

  @Test
  void saysWhichArgumentNamesNothing() {
    assertThat(faults("c.csv")).containsExactly(folder + "/c.csv: no such file or folder");
    assertThat(faults("*.txt", "none/*.csv"))
        .containsExactly(
            folder + "/*.txt: no file matches", folder + "/none/*.csv: no file matches");
    assertThat(faults("empty")).containsExactly(folder + "/empty: no file in this folder");
    assertThat(faults("emp*")).containsExactly(folder + "/emp*: no file matches");
    assertThat(InputFiles.find(List.of("nowhere://host/a.csv"), output()).errors())
        .singleElement()
        .asString()
        .startsWith("nowhere://host/a.csv: cannot be read: ");
  }

  @Test
  void resultsOfAnEarlierRunAreNoInput() throws IOException {
    Files.createDirectories(folder.resolve("out/averages"));
    Files.writeString(folder.resolve("out/averages/part.jsonl"), "{}\n");
    assertThat(found("", "*")).contains("a.csv").doesNotContain("out/averages/part.jsonl");
  }

  private org.apache.flink.core.fs.Path output() {
    return new org.apache.flink.core.fs.Path("file", null, folder.resolve("out").toString());
  }

  private List<String> found(String... names) {
    InputFiles found = find(names);
    assertThat(found.errors()).isEmpty();
    return found.files().stream()
        .map(path -> folder.relativize(Path.of(path.getPath())).toString())
        .toList();
  }

  private List<String> faults(String... names) {
    return find(names).errors();
  }

  private InputFiles find(String... names) {
    return InputFiles.find(
        Arrays.stream(names).map(name -> folder + "/" + name).toList(), output());
  }
}
