package dev.isotherm.rules.yaml;

import dev.isotherm.glob.Glob;
import dev.isotherm.model.text.InstantText;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.schedule.ClockTime;
import dev.isotherm.rules.schedule.LocalHours;
import dev.isotherm.rules.schedule.Maintenance;
import dev.isotherm.rules.schedule.OneOff;
import dev.isotherm.rules.schedule.Schedule;
import dev.isotherm.rules.schedule.WeekDays;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes active hours, and windows of maintenance. */
final class ScheduleWriter {

  private ScheduleWriter() {}

  /** The value of {@code active}. */
  static String active(Schedule schedule) {
    List<String> all = schedule.active().stream().map(hours -> "{ " + hours(hours) + " }").toList();
    return all.size() == 1 ? all.get(0) : "[" + String.join(", ", all) + "]";
  }

  /** The list of all windows with its key; nothing if there are none. */
  static String maintenance(RuleSet rules) {
    Map<Maintenance, List<String>> ruleNames =
        new TreeMap<>(Comparator.comparing(Maintenance::canonicalText));
    for (Rule rule : rules.rules()) {
      for (Maintenance one : rule.timing().schedule().maintenance()) {
        ruleNames.computeIfAbsent(one, key -> new ArrayList<>()).add(rule.name());
      }
    }
    StringBuilder text = new StringBuilder(ruleNames.isEmpty() ? "" : "maintenance:\n");
    ruleNames.forEach(
        (one, names) ->
            text.append("  - { ")
                .append(window(one, names.size() == rules.rules().size() ? List.of() : names))
                .append(" }\n"));
    return text.toString();
  }

  private static String window(Maintenance one, List<String> rules) {
    List<String> members = new ArrayList<>();
    if (!one.name().isEmpty()) {
      members.add("name: " + RuleWriter.quoted(one.name()));
    }
    if (!rules.isEmpty()) {
      members.add(
          "rules: "
              + rules.stream().map(RuleWriter::quoted).collect(Collectors.joining(", ", "[", "]")));
    }
    if (!one.sensors().isEmpty()) {
      members.add(
          "sensors: " + RuleWriter.oneOrMore(one.sensors().stream().map(Glob::pattern).toList()));
    }
    if (one.times() instanceof OneOff once) {
      members.add("from: " + InstantText.of(once.fromMillis()));
      members.add("to: " + InstantText.of(once.toMillis()));
    } else {
      members.add(hours((LocalHours) one.times()));
    }
    return String.join(", ", members);
  }

  private static String hours(LocalHours hours) {
    List<String> members = new ArrayList<>();
    if (!hours.days().equals(WeekDays.ALL)) {
      List<String> days = WeekDays.texts(hours.days());
      members.add(
          "days: " + (days.size() == 1 ? days.get(0) : "[" + String.join(", ", days) + "]"));
    }
    members.add("from: \"" + ClockTime.of(hours.fromMinute()) + '"');
    members.add("to: \"" + ClockTime.of(hours.toMinute()) + '"');
    members.add("zone: " + hours.zone());
    return String.join(", ", members);
  }
}
