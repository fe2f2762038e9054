package dev.isotherm.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.fixtures.StyleSheet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The colours of pages have the contrast that WCAG 2 demands at level AA, in light and in dark: 4.5
 * for text, 3 for graphics. A translucent area has none: its edge says where it is.
 */
class ContrastTest {

  private static final double TEXT = 4.5;
  private static final double GRAPHICS = 3;

  private static final String REPORT = "/dev/isotherm/jobs/report/html/report.css";
  private static final String PAGE = "/dev/isotherm/jobs/page/server/page.css";

  private static void check(
      StyleSheet sheet, double least, Map<String, List<String>> coloursByGround) {
    coloursByGround.forEach(
        (ground, colours) ->
            colours.forEach(
                colour ->
                    assertThat(sheet.contrast(colour, ground))
                        .as("%s on %s", colour, ground)
                        .isGreaterThanOrEqualTo(least)));
  }

  private static Set<String> colours(Map<String, List<String>> coloursByGround) {
    Set<String> colours = new TreeSet<>();
    coloursByGround.values().forEach(colours::addAll);
    return colours;
  }

  @Test
  void theContrastIsThatOfWcag() throws IOException {
    StyleSheet sheet = StyleSheet.of(REPORT);
    assertThat(sheet.contrast("bg", "bg")).isEqualTo(1);
    // in light: #57606a on #fff; in dark it is higher
    assertThat(sheet.contrast("soft", "bg")).isCloseTo(6.39, within(0.005));
  }

  @Test
  void theReportCanBeRead() throws IOException {
    StyleSheet sheet = StyleSheet.of(REPORT);
    Map<String, List<String>> text =
        Map.of(
            "bg", List.of("fg", "soft", "mean", "critb", "warnb"),
            "tint", List.of("fg", "soft"),
            "k1", List.of("fg"),
            "k2", List.of("fg"),
            "k3", List.of("fg"),
            "k4", List.of("bg"));
    Map<String, List<String>> graphics =
        Map.of(
            "tint", List.of("mean", "edge", "critb", "warnb", "soft"),
            "bg", List.of("mean", "edge", "critb", "warnb", "soft"));
    check(sheet, TEXT, text);
    check(sheet, GRAPHICS, graphics);
    assertThat(sheet.variablesOf("color")).isSubsetOf(colours(text));
    assertThat(sheet.variablesOf("background")).isSubsetOf(text.keySet());
    Set<String> strokes = new TreeSet<>(sheet.variablesOf("stroke"));
    strokes.remove("line"); // the grid, which says nothing
    assertThat(strokes).isSubsetOf(colours(graphics));
  }

  @Test
  void theLivePageCanBeRead() throws IOException {
    StyleSheet sheet = StyleSheet.of(PAGE);
    Map<String, List<String>> text =
        Map.of(
            "surface", List.of("text", "muted", "accent", "critical", "warning", "other"),
            "back", List.of("text", "muted", "accent"),
            "raised", List.of("text", "muted", "accent"),
            "critical-back", List.of("text", "muted", "critical"),
            "warning-back", List.of("text", "muted", "warning"),
            "other-back", List.of("other"));
    Map<String, List<String>> graphics =
        Map.of(
            "surface",
                List.of("strong-line", "good", "mean", "edge", "focus", "critical", "warning"),
            "back", List.of("strong-line", "focus", "critical", "warning", "other"),
            "raised", List.of("strong-line", "focus"));
    check(sheet, TEXT, text);
    check(sheet, GRAPHICS, graphics);
    assertThat(sheet.variablesOf("color")).isSubsetOf(colours(text));
    Set<String> grounds = new TreeSet<>(sheet.variablesOf("background"));
    grounds.removeAll(colours(graphics));
    grounds.removeAll(
        Set.of("line", "band")); // gaps between tiles; the key of an area with an edge
    assertThat(grounds).isSubsetOf(text.keySet());
  }
}
