package dev.isotherm.jobs.diff;

import static dev.isotherm.model.Severity.CRITICAL;
import static dev.isotherm.model.Severity.INFO;
import static dev.isotherm.model.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.jobs.diff.Episode.Kind;
import dev.isotherm.jobs.diff.EpisodePair.Difference;
import dev.isotherm.jobs.report.DiffReport;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Severity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How the severities of two episodes are compared. */
class EpisodePairTest {

  @Test
  void silenceOfAnotherSeverityDiffers() {
    Episode warning = new Episode(Kind.NO_DATA, 1, 4, WARNING);
    Episode critical = new Episode(Kind.NO_DATA, 1, 4, CRITICAL);
    assertThat(differences(warning, critical)).containsExactly(Difference.OTHER_SEVERITY);
    assertThat(DiffReport.words(pair(warning, critical))).isEqualTo("critical instead of warning");
    assertThat(differences(critical, critical)).isEmpty();
  }

  @Test
  void whatBecomesAsBadAtAnotherTimeDiffers() {
    Episode at15 = firing(10, 20, Map.of(WARNING, 10L, CRITICAL, 15L));
    Episode at18 = firing(10, 20, Map.of(WARNING, 10L, CRITICAL, 18L));
    assertThat(words(at15, at18)).isEqualTo("critical 3ms later");
    assertThat(words(at18, at15)).isEqualTo("critical 3ms earlier");
    assertThat(words(at15, firing(10, 20, CRITICAL))).isEqualTo("critical 5ms earlier");
    assertThat(words(at15, firing(10, 20, WARNING))).isEqualTo("warning instead of critical");
    assertThat(differences(at15, at18)).containsExactly(Difference.OTHER_SEVERITY);
    assertThat(differences(at15, at15)).isEmpty();
  }

  @Test
  void whatBeginsAtAnotherTimeHasItsFirstSeverityThen() {
    Episode early = firing(10, 20, Map.of(WARNING, 10L, CRITICAL, 15L));
    assertThat(words(early, firing(12, 20, Map.of(WARNING, 12L, CRITICAL, 15L))))
        .isEqualTo("2ms later");
    assertThat(words(early, firing(12, 20, Map.of(WARNING, 12L, CRITICAL, 18L))))
        .isEqualTo("2ms later, critical 3ms later");
    assertThat(words(firing(10, 20, CRITICAL), firing(12, 20, CRITICAL))).isEqualTo("2ms later");
  }

  @Test
  void eachSeverityIsCompared() {
    Episode old = firing(10, 20, Map.of(INFO, 10L, WARNING, 12L));
    Episode changed = firing(10, 20, Map.of(INFO, 10L, WARNING, 15L, CRITICAL, 17L));
    assertThat(words(old, changed)).isEqualTo("critical instead of warning, warning 3ms later");
    assertThat(words(firing(10, 20, Map.of(INFO, 10L, CRITICAL, 14L)), firing(10, 20, CRITICAL)))
        .isEqualTo("critical 4ms earlier");
  }

  private static List<Difference> differences(Episode old, Episode changed) {
    return pair(old, changed).differences();
  }

  private static String words(Episode old, Episode changed) {
    return DiffReport.words(pair(old, changed));
  }

  private static EpisodePair pair(Episode old, Episode changed) {
    return new EpisodePair("rule", new Series("s1", "m"), old, changed);
  }

  private static Episode firing(long from, long to, Map<Severity, Long> reached) {
    return new Episode(Kind.FIRING, from, from, to, new TreeMap<>(reached), Severities.STANDARD);
  }

  @Test
  void severitiesOfOtherListsAreComparedByTheirNames() {
    Severities three = Severities.of(List.of("low", "high", "disaster"));
    Severities two = Severities.of(List.of("high", "fatal"));
    Episode old = episode(three, Map.of("low", 1L, "high", 5L, "disaster", 7L));
    assertThat(old.severity().text()).isEqualTo("disaster");
    Episode changed = episode(two, Map.of("high", 1L, "fatal", 8L));
    EpisodePair pair = pair(old, changed);
    assertThat(pair.differences()).containsExactly(EpisodePair.Difference.OTHER_SEVERITY);
    assertThat(pair.reachedAtOtherTimes()).containsExactly(AlertSeverity.of("high"));
    assertThat(words(old, changed)).isEqualTo("fatal instead of disaster, high 4ms earlier");
    assertThat(changed.reachedAt(AlertSeverity.of("low"))).as("not of its list").isNull();
  }

  private static Episode episode(Severities severities, Map<String, Long> reached) {
    TreeMap<AlertSeverity, Long> bySeverity = new TreeMap<>(severities);
    reached.forEach((name, at) -> bySeverity.put(AlertSeverity.of(name), at));
    return new Episode(Kind.FIRING, 1, 1, 9, bySeverity, severities);
  }

  private static Episode firing(long from, long to, Severity severity) {
    return new Episode(Kind.FIRING, from, to, severity);
  }
}
