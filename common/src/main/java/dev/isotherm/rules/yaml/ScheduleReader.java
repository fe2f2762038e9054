package dev.isotherm.rules.yaml;

import dev.isotherm.model.DidYouMean;
import dev.isotherm.rules.schedule.ClockTime;
import dev.isotherm.rules.schedule.LocalHours;
import dev.isotherm.rules.schedule.Schedule;
import dev.isotherm.rules.schedule.WeekDays;
import dev.isotherm.yaml.YamlMap;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the active hours of a rule. */
final class ScheduleReader {

  static final List<String> HOURS_KEYS = List.of("days", "from", "to", "zone");

  private static final String DAYS_FORM =
      "must be one of " + String.join(", ", WeekDays.WORDS) + ", or a range such as mon-fri";
  private static final String TIME_FORM =
      "must be a time such as 06:30, from 00:00 to 24:00, in quotes or not";

  private ScheduleReader() {}

  /** Returns {@code null} if it has an error, which is added. */
  static @Nullable Schedule active(YamlMap rule) {
    if (!rule.has("active")) {
      return Schedule.ALWAYS;
    }
    List<YamlMap> maps = rule.mapOrMaps("active");
    if (maps.isEmpty()) {
      rule.error("active", "active: must be hours, or a list of hours; leave it out for all times");
      return null;
    }
    List<LocalHours> hours = new ArrayList<>();
    for (YamlMap map : maps) {
      map.allow(HOURS_KEYS, WordsOfOthers.HOURS);
      hours.add(hours(map));
    }
    return hours.contains(null) ? null : rule.build("active", () -> Schedule.activeIn(hours));
  }

  /** Hours by {@link #HOURS_KEYS}; {@code null} if they have an error, which is added. */
  static @Nullable LocalHours hours(YamlMap map) {
    List<DayOfWeek> days = days(map);
    Integer from = time(map, "from", 0);
    Integer to = time(map, "to", LocalHours.MINUTES_OF_DAY);
    ZoneId zone = zone(map);
    if (map.has("from") != map.has("to")) {
      String missing = map.has("from") ? "to" : "from";
      map.error(missing, missing + ": is required; hours have both from and to");
      return null;
    }
    if (!map.has("days") && !map.has("from")) {
      map.error("", "days: is required, or from and to");
      return null;
    }
    return days == null || from == null || to == null || zone == null
        ? null
        : map.build("to", () -> LocalHours.of(days, from, to, zone));
  }

  private static @Nullable List<DayOfWeek> days(YamlMap map) {
    if (!map.has("days")) {
      return WeekDays.ALL;
    }
    List<DayOfWeek> days = new ArrayList<>();
    for (String text : map.textOrTexts("days", "mon-sun")) {
      try {
        days.addAll(WeekDays.parse(text));
      } catch (IllegalArgumentException unknown) {
        map.error("days", "days " + text + ": " + DAYS_FORM);
        return null;
      }
    }
    if (days.isEmpty()) {
      map.error("days", "days: is an empty list; leave it out for all days");
      return null;
    }
    return days;
  }

  private static @Nullable Integer time(YamlMap map, String key, int otherwise) {
    String text = map.text(key, ClockTime.of(otherwise));
    try {
      return ClockTime.parse(text);
    } catch (IllegalArgumentException unreadable) {
      map.error(key, key + " " + text + ": " + TIME_FORM);
      return null;
    }
  }

  private static @Nullable ZoneId zone(YamlMap map) {
    if (!map.has("zone")) {
      map.error("", "zone: is required; it names the clocks, such as Europe/Madrid, or UTC");
    }
    return knownZone(map);
  }

  /** Returns {@code null} if there is none, or if it is unknown, which is an error. */
  static @Nullable ZoneId knownZone(YamlMap map) {
    String text = map.text("zone", null);
    if (text == null) {
      return null;
    }
    Set<String> known = ZoneId.getAvailableZoneIds();
    if (known.contains(text)) {
      return ZoneId.of(text);
    }
    List<String> near = DidYouMean.of(text, new TreeSet<>(known));
    map.error(
        "zone",
        "zone "
            + text
            + ": is no time zone; "
            + (near.isEmpty()
                ? "must be UTC, or a name such as Europe/Madrid"
                : "did you mean " + near.get(0) + "?"));
    return null;
  }
}
