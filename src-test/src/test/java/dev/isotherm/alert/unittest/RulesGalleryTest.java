package dev.isotherm.alert.unittest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Repository;
import dev.isotherm.rules.yaml.RuleWarnings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the test of each rule of docs/rules-gallery.md. */
class RulesGalleryTest {

  private static final Pattern ENTRY =
      Pattern.compile(
          "^## ([^\n]*)\n.*?^```yaml\n((?:severities|rules):.*?)^```\n\n(?:```csv\n(.*?)^```\n\n)?"
              + "```yaml\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);

  private static String text() throws IOException {
    return Repository.text("docs/rules-gallery.md");
  }

  private static List<MatchResult> entries() throws IOException {
    return ENTRY.matcher(text()).results().toList();
  }

  static Stream<Arguments> rules() throws IOException {
    return entries().stream()
        .map(entry -> Arguments.of(entry.group(1), entry.group(2), entry.group(3), entry.group(4)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void doesWhatItsTestSays(
      String title, String rules, String sensors, String test, @TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("rules.yaml"), rules);
    String named = "rules: rules.yaml\n";
    if (sensors != null) {
      Files.writeString(folder.resolve("sensors.csv"), sensors);
      named += "sensors: sensors.csv\n";
    }
    Path file = Files.writeString(folder.resolve("test.yaml"), named + test);
    RuleUnitTests tests = RuleUnitTests.read(file);
    assertThat(tests.cases()).anyMatch(one -> !one.expected().isEmpty());
    for (RuleUnitTests.Case one : tests.cases()) {
      assertThat(one.diff(tests.tested())).isEmpty();
    }
    assertThat(RuleWarnings.of(tests.tested().rules())).isEmpty();
  }

  @Test
  void everyRuleHasATest() throws IOException {
    long titles = text().lines().filter(line -> line.startsWith("## ")).count();
    assertThat(entries()).hasSize((int) titles).hasSizeGreaterThan(25);
  }
}
