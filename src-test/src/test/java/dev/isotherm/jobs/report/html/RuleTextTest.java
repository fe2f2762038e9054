package dev.isotherm.jobs.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.rules.yaml.RuleFile;
import org.junit.jupiter.api.Test;

class RuleTextTest {

  private static String condition(String document) {
    return RuleText.condition(RuleFile.parse("rules.yaml", document).rules().get(0));
  }

  @Test
  void aScheduleIsPartOfTheCondition() {
    assertThat(
            condition(
                """
                rules:
                  - name: hot
                    metric: t
                    levels: { warning: { above: 28 } }
                    holdFor: 5m
                    active: { days: mon-fri, from: "06:00", to: "20:00", zone: UTC }
                maintenance:
                  - { name: new pump, sensors: p-*, from: 2026-12-24T06:00:00Z, to: 2026-12-24T12:00:00Z }
                """))
        .isEqualTo(
            "warning above 28.0; holdFor 5min; active mon-fri 06:00 to 20:00 UTC; maintenance"
                + " 2026-12-24T06:00:00Z to 2026-12-24T12:00:00Z of p-* (new pump)");
  }

  @Test
  void manyTimesAreNotAllWrittenOut() {
    StringBuilder hours = new StringBuilder();
    for (int hour = 0; hour < 10; hour += 2) {
      hours.append(String.format("{ from: 0%d:00, to: 0%d:00, zone: UTC }, ", hour, hour + 1));
    }
    assertThat(
            condition("rules: [{ name: r, metric: t, noDataAfter: 5m, active: [" + hours + "] }]"))
        .startsWith("no data after 5min; active mon-sun 00:00 to 01:00 UTC, ")
        .endsWith(" and 2 others");
  }
}
