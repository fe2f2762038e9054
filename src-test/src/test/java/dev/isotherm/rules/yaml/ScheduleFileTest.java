package dev.isotherm.rules.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.glob.Glob;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.schedule.LocalHours;
import dev.isotherm.rules.schedule.Maintenance;
import dev.isotherm.rules.schedule.OneOff;
import dev.isotherm.rules.schedule.Schedule;
import dev.isotherm.rules.schedule.WeekDays;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleFileTest {

  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final String RULES =
      "rules: [{ name: hot, metric: t, noDataAfter: 5m }, { name: 'hot *', metric: t, noDataAfter:"
          + " 5m }, { name: cold, metric: t, noDataAfter: 5m }]\n";

  private static Schedule active(String hours) {
    RuleSet rules =
        RuleFile.parse(
            "rules.yaml",
            "rules: [{ name: r, metric: t, noDataAfter: 5m, active: " + hours + " }]");
    assertThat(RuleFile.parse("shown", RuleWriter.write(rules))).isEqualTo(rules);
    return rules.rules().get(0).timing().schedule();
  }

  private static List<List<Maintenance>> maintenance(String windows) {
    RuleSet rules = RuleFile.parse("rules.yaml", RULES + "maintenance: [" + windows + "]");
    assertThat(RuleFile.parse("shown", RuleWriter.write(rules))).isEqualTo(rules);
    return rules.rules().stream().map(rule -> rule.timing().schedule().maintenance()).toList();
  }

  @Test
  void readsHours() {
    assertThat(active("{ days: mon-fri, from: '06:00', to: 20:00, zone: Europe/Madrid }").active())
        .containsExactly(LocalHours.of(WeekDays.parse("mon-fri"), 6 * 60, 20 * 60, MADRID));
    assertThat(
            active("[{ from: 22:00, to: 06:00, zone: UTC }, { days: [sat, sun], zone: UTC }]")
                .active())
        .containsExactlyInAnyOrder(
            LocalHours.of(WeekDays.ALL, 22 * 60, 6 * 60, UTC),
            LocalHours.of(
                List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), 0, LocalHours.MINUTES_OF_DAY, UTC));
    assertThat(RuleFile.parse("r", RULES).rules())
        .extracting(Rule::timing)
        .allMatch(timing -> timing.schedule().isAlways());
  }

  @Test
  void maintenanceIsOfTheRulesThatItNames() {
    long from = Instant.parse("2026-12-24T00:00:00Z").toEpochMilli();
    Maintenance once =
        new Maintenance("Pumpe", new OneOff(from, from + 3_600_000), List.of(new Glob("p-*")));
    assertThat(
            maintenance(
                "{ name: Pumpe, rules: hot, sensors: p-*, from: 2026-12-24T00:00:00Z, to:"
                    + " 2026-12-24T02:00:00+01:00 }"))
        .containsExactly(List.of(once), List.of(), List.of());
    Maintenance weekly = Maintenance.of(LocalHours.of(WeekDays.parse("sun"), 120, 180, UTC));
    String times = "days: sun, from: 02:00, to: 03:00, zone: UTC }";
    assertThat(maintenance("{ " + times))
        .containsExactly(List.of(weekly), List.of(weekly), List.of(weekly));
    assertThat(maintenance("{ rules: [c*, hot], " + times))
        .containsExactly(List.of(weekly), List.of(), List.of(weekly));
    assertThat(maintenance("{ rules: 'hot *', " + times))
        .as("the name of a rule")
        .containsExactly(List.of(), List.of(weekly), List.of());
    assertThat(maintenance("{ rules: 'hot*', " + times))
        .containsExactly(List.of(weekly), List.of(weekly), List.of());
    assertThat(maintenance("{ days: sun, zone: UTC }").get(0))
        .containsExactly(
            Maintenance.of(
                LocalHours.of(WeekDays.parse("sun"), 0, LocalHours.MINUTES_OF_DAY, UTC)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{ days: mon, zone: Europe/Madird } | zone Europe/Madird: is no time zone; did you mean"
            + " Europe/Madrid?",
        "{ days: mon, zone: MEZ } | zone MEZ: is no time zone; did you mean MET?",
        "{ days: mon, zone: here and there } | zone here and there: is no time zone; must be UTC,"
            + " or a name such as Europe/Madrid",
        "{ days: mon } | zone: is required; it names the clocks, such as Europe/Madrid, or UTC",
        "{ zone: UTC } | days: is required, or from and to",
        "{ days: monday, zone: UTC } | days monday: must be one of mon, tue, wed, thu, fri, sat,"
            + " sun, or a range such as mon-fri",
        "{ days: [], zone: UTC } | days: is an empty list; leave it out for all days",
        "{ from: 25:00, to: 06:00, zone: UTC } | from 25:00: must be a time such as 06:30, from"
            + " 00:00 to 24:00, in quotes or not",
        "{ from: 6, to: 06:00, zone: UTC } | from 6: must be a time such as 06:30, from 00:00 to"
            + " 24:00, in quotes or not",
        "{ from: 06:00, to: 06:00, zone: UTC } | to 06:00: must be another time than from; a whole"
            + " day is from 00:00 to 24:00",
        "{ from: 24:00, to: 06:00, zone: UTC } | from 24:00: must be from 00:00 to 23:59",
        "{ from: 06:00, zone: UTC } | to: is required; hours have both from and to",
        "{ to: 06:00, zone: UTC } | from: is required; hours have both from and to",
        "{ day: mon, days: mon, zone: UTC } | day: is not known; write days, such as mon-fri",
        "{ days: mon, location: UTC, zone: UTC } | location: is not known; write zone, such as"
            + " Europe/Madrid",
        "[] | active: must be hours, or a list of hours; leave it out for all times",
        "mon-fri | active: must be a list",
      })
  void refusesHours(String hours, String error) {
    assertError("rules: [{ name: r, metric: t, noDataAfter: 5m, active: " + hours + " }]", error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{ from: 2026-12-24T00:00:00Z, to: 2026-12-23T00:00:00Z } | to 2026-12-23T00:00:00Z: must be"
            + " after from, 2026-12-24T00:00:00Z",
        "{ from: 2026-12-24, to: 2026-12-25 } | from 2026-12-24: must be an instant such as"
            + " 2026-12-24T00:00:00Z, or a time of day such as 02:00",
        "{ from: 2026-12-24T00:00:00, to: 2026-12-25T00:00:00Z } | from 2026-12-24T00:00:00: must be"
            + " an instant such as 2026-12-24T00:00:00Z, or a time of day such as 02:00",
        "{ from: 2026-12-24T00:00:00Z } | to: is required",
        "{ rules: hot } | from: is required",
        "{ from: 2026-12-24T00:00:00Z, to: 2026-12-25T00:00:00Z, zone: UTC } | zone: does not go"
            + " with from 2026-12-24T00:00:00Z, which is an instant",
        "{ from: 02:00, to: 03:00 } | zone: is required; it names the clocks, such as"
            + " Europe/Madrid, or UTC",
        "{ rules: hott, days: sun, zone: UTC } | rules hott: names no rule of this file; did you"
            + " mean hot?",
        "{ rules: [hot, x*], days: sun, zone: UTC } | rules x*: names no rule of this file",
        "{ rules: [], days: sun, zone: UTC } | rules: is an empty list; leave it out for all rules",
        "{ sensors: [], days: sun, zone: UTC } | sensors: is an empty list; * matches all sensors",
        "{ startsAt: 02:00, from: 02:00, to: 03:00, zone: UTC } | startsAt: is not known; write"
            + " from",
      })
  void refusesWindows(String window, String error) {
    assertError(RULES + "maintenance: [" + window + "]", error);
  }

  @Test
  void aNameHasNoEndOfLine() {
    assertError(
        RULES + "maintenance: [{ name: \"a\\nb\", days: sun, zone: UTC }]",
        "name: must have at most 256 characters, and no control character");
  }

  @Test
  void thereIsALimitOfWindowsAndOfHours() {
    String window = "{ days: sun, zone: UTC }, ";
    assertError(
        RULES + "maintenance: [" + window.repeat(1_001) + "]",
        "maintenance: there are 1001 windows; at most 1000 are allowed");
    assertError(
        "rules: [{ name: r, metric: t, noDataAfter: 5m, active: [" + window.repeat(1_001) + "] }]",
        "active: there are 1001; at most 1000 are allowed");
  }

  @Test
  void allErrorsAreReported() {
    assertThatThrownBy(
            () ->
                RuleFile.parse(
                    "f",
                    """
                    rules: [{ name: r, metric: t, noDataAfter: 5m, active: { days: mon } }]
                    maintenance: [{ rules: r }]
                    """))
        .hasMessageContaining("f:1: zone: is required")
        .hasMessageContaining("f:2: from: is required");
  }

  /** Words of Alertmanager lead to those of this file. */
  @Test
  void wordsOfOthersAreTold() {
    assertError("rules: []\ntime_intervals: []", "time_intervals: is not known; write active at a");
    assertError(
        "rules: [{ name: r, metric: t, noDataAfter: 5m, active_time_intervals: [x] }]",
        "active_time_intervals: is not known; write active at a rule, such as active: { days:"
            + " mon-fri");
    assertError(
        "rules: [{ name: r, metric: t, noDataAfter: 5m, mute_time_intervals: [x] }]",
        "mute_time_intervals: is not known; write maintenance beside rules");
  }

  private static void assertError(String document, String error) {
    assertThatThrownBy(() -> RuleFile.parse("f", document))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(error);
  }
}
