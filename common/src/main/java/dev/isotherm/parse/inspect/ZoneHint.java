package dev.isotherm.parse.inspect;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the time zone that lines above the rows of a table name. */
final class ZoneHint {

  private static final Pattern REGION =
      Pattern.compile("(?<![A-Za-z/])[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_-]+){1,2}");
  private static final Pattern OFFSET =
      Pattern.compile("(?:UTC|GMT)\\s?([-+])(\\d{1,2})(?::?(\\d{2}))?(?!\\d)");
  private static final Pattern UTC =
      Pattern.compile("(?i)(?:time ?zone|timezone|zeitzone|tz)\\W{1,4}(?:UTC|GMT)\\b(?! ?[-+]\\d)");
  private static final String OFFSET_SECONDS = "utc_offset_seconds";

  private ZoneHint() {}

  /** Returns the zone that the lines name; {@code null} if they name none, or several. */
  static @Nullable ZoneId in(String lines) {
    Set<ZoneId> zones = regions(lines);
    if (zones.isEmpty()) {
      zones = offsets(lines);
    }
    if (zones.isEmpty() && UTC.matcher(lines).find()) {
      zones = Set.of(ZoneOffset.UTC);
    }
    return zones.size() == 1 ? zones.iterator().next() : null;
  }

  private static Set<ZoneId> regions(String lines) {
    Set<ZoneId> zones = new LinkedHashSet<>();
    Matcher region = REGION.matcher(lines);
    while (region.find()) {
      if (ZoneId.getAvailableZoneIds().contains(region.group())) {
        zones.add(ZoneId.of(region.group()));
      }
    }
    return zones;
  }

  private static Set<ZoneId> offsets(String text) {
    Set<ZoneId> zones = new LinkedHashSet<>();
    Matcher offset = OFFSET.matcher(text);
    while (offset.find()) {
      int minutes = offset.group(3) == null ? 0 : Integer.parseInt(offset.group(3));
      int total = 60 * Integer.parseInt(offset.group(2)) + minutes;
      add(zones, 60 * (offset.group(1).equals("-") ? -total : total));
    }
    List<String> lines = text.lines().toList();
    for (int i = 0; i + 1 < lines.size(); i++) {
      List<String> names = List.of(lines.get(i).split("[,;\t]", -1));
      String[] values = lines.get(i + 1).split("[,;\t]", -1);
      int column = names.indexOf(OFFSET_SECONDS);
      if (column >= 0 && column < values.length && values[column].matches("-?\\d{1,5}")) {
        add(zones, Integer.parseInt(values[column]));
      }
    }
    return zones;
  }

  private static void add(Set<ZoneId> zones, int seconds) {
    try {
      zones.add(ZoneOffset.ofTotalSeconds(seconds));
    } catch (DateTimeException noOffset) {
      // a number that is none
    }
  }
}
