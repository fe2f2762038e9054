package dev.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Repository;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about dependencies names the versions that are used. */
final class DependenciesPageTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `[a-z.0-9]+:([A-Za-z0-9._-]+)`[^|]*\\| ([0-9][^ |]*) \\|.*");

  @Test
  void theVersionsAreThoseOfTheBuild() throws Exception {
    List<String> jars =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).getFileName().toString())
            .toList();
    List<Matcher> rows =
        Files.readAllLines(Repository.root().resolve("docs/dependencies.md")).stream()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .toList();
    assertThat(rows).hasSizeGreaterThan(10);
    assertThat(jars)
        .containsAll(rows.stream().map(row -> row.group(1) + "-" + row.group(2) + ".jar").toList());
  }
}
