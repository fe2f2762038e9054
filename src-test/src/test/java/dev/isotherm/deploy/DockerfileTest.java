package dev.isotherm.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds each step of the Dockerfile against the repository, for no engine builds it here. */
final class DockerfileTest {
  private final Path root = Repository.root();
  private final List<List<String>> steps = steps();

  DockerfileTest() throws IOException {}

  private static List<List<String>> steps() throws IOException {
    var steps = new ArrayList<List<String>>();
    for (String line : Files.readAllLines(DeployedFiles.FOLDER.resolve("Dockerfile"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        steps.add(List.of(line.strip().split("\\s+")));
      }
    }
    return steps;
  }

  private List<List<String>> steps(String instruction) {
    return steps.stream().filter(step -> step.get(0).equals(instruction)).toList();
  }

  @Test
  void beginsWithTheFlinkAndTheJavaOfTheBuild() throws Exception {
    String flink = Repository.property("flink.version");
    String java = Repository.property("maven.compiler.release");
    assertThat(steps("FROM")).containsExactly(List.of("FROM", "flink:" + flink + "-java" + java));
    assertThat(steps.get(0).get(0)).isEqualTo("FROM");
  }

  @Test
  void addsOnlyWhatTheBuildMakesOrTheRepositoryHolds() throws Exception {
    assertThat(steps).extracting(step -> step.get(0)).containsOnly("FROM", "COPY", "USER");
    String jobs = Files.readString(root.resolve("jobs/pom.xml"));
    List<String> sent = Files.readAllLines(root.resolve(".dockerignore"));
    assertThat(sent).startsWith("*");
    assertThat(steps("COPY")).hasSize(3);
    for (List<String> copy : steps("COPY")) {
      String source = copy.get(copy.size() - 2);
      assertThat(sent).contains("!" + source.replaceFirst("/$", ""));
      if (source.startsWith("jobs/target/")) {
        String product = source.replace("jobs/target/", "${project.build.directory}/");
        assertThat(jobs).contains("<outputFile>" + product + "</outputFile>");
      } else {
        assertThat(root.resolve(source)).isDirectory();
      }
    }
  }

  @Test
  void doesNotRunAsRoot() {
    List<String> last = steps.get(steps.size() - 1);
    assertThat(last.get(0)).isEqualTo("USER");
    assertThat(last.get(1)).matches("[1-9]\\d*:[1-9]\\d*");
    assertThat(steps("COPY"))
        .filteredOn(copy -> copy.get(1).startsWith("--chown="))
        .singleElement()
        .satisfies(copy -> assertThat(copy.get(1)).isEqualTo("--chown=" + last.get(1)));
  }
}
