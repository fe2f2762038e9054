package dev.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of guarantees names tests that exist. */
final class GuaranteesTest {
  private static final String SECTION = "## Guarantees and the tests that hold them";
  private static final Pattern TEST =
      Pattern.compile("`([A-Z][A-Za-z]*(?:Test|IT))(?:\\.([a-zA-Z0-9]+))?`");
  private static final Path SOURCES = Repository.root().resolve("src-test/src/test/java");

  @Test
  void everyGuaranteeNamesTestsThatExist() throws Exception {
    List<String> guarantees = guarantees();
    Map<String, String> classes = testClasses();
    List<String> missing = new ArrayList<>();
    for (String guarantee : guarantees) {
      Matcher test = TEST.matcher(guarantee);
      assertThat(test.find()).as("a test in %s", guarantee).isTrue();
      do {
        if (!exists(classes.get(test.group(1)), test.group(2))) {
          missing.add(test.group());
        }
      } while (test.find());
    }
    assertThat(missing).isEmpty();
    assertThat(guarantees).hasSizeGreaterThan(30);
  }

  @Test
  void aTestThatDoesNotExistIsMissed() throws Exception {
    String self = testClasses().get("GuaranteesTest");
    assertThat(exists(self, "aTestThatDoesNotExistIsMissed")).isTrue();
    assertThat(exists(self, "noSuchTest")).isFalse();
    assertThat(exists(testClasses().get("NoSuchTest"), null)).isFalse();
  }

  /** The rows of the table, without its head. */
  private static List<String> guarantees() throws IOException {
    String page = Repository.text("docs/reliability.md");
    String section = page.substring(page.indexOf(SECTION) + SECTION.length());
    int next = section.indexOf("\n## ");
    return (next < 0 ? section : section.substring(0, next))
        .lines()
        .filter(line -> line.startsWith("|"))
        .skip(2)
        .toList();
  }

  /** Full names by simple name. */
  private static Map<String, String> testClasses() throws IOException {
    Map<String, String> classes = new HashMap<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        String name = SOURCES.relativize(file).toString().replaceFirst("\\.java$", "");
        String full = name.replace('/', '.');
        classes.put(full.substring(full.lastIndexOf('.') + 1), full);
      }
    }
    return classes;
  }

  private static boolean exists(String type, String method) throws ClassNotFoundException {
    if (type == null) {
      return false;
    }
    // Not initialised: a class may start a broker.
    Class<?> loaded = Class.forName(type, false, GuaranteesTest.class.getClassLoader());
    return method == null
        || Arrays.stream(loaded.getDeclaredMethods())
            .filter(one -> one.getAnnotations().length > 0)
            .anyMatch(one -> one.getName().equals(method));
  }
}
