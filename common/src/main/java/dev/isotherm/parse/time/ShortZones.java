package dev.isotherm.parse.time;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Short names of time zones that have one offset only. Those of North America are as in RFC 822.
 * CST, IST, BST and others are names of several zones, and are none here.
 */
final class ShortZones {

  /** Offsets from UTC in minutes. */
  private static final Map<String, Integer> OFFSETS =
      Map.ofEntries(
          hours("HST", -10),
          hours("AKST", -9),
          hours("AKDT", -8),
          hours("PST", -8),
          hours("PDT", -7),
          hours("MST", -7),
          hours("MDT", -6),
          hours("CDT", -5),
          hours("EST", -5),
          hours("EDT", -4),
          hours("WET", 0),
          hours("WEST", 1),
          hours("CET", 1),
          hours("CEST", 2),
          hours("EET", 2),
          hours("EEST", 3),
          hours("SAST", 2),
          hours("MSK", 3),
          hours("AWST", 8),
          hours("JST", 9),
          hours("KST", 9),
          Map.entry("ACST", 9 * 60 + 30),
          Map.entry("ACDT", 10 * 60 + 30),
          hours("AEST", 10),
          hours("AEDT", 11),
          hours("NZST", 12),
          hours("NZDT", 13));

  private static final Pattern OF_SEVERAL =
      Pattern.compile(".*\\d ?(CST|IST|BST|AST|ADT|GST|SST|WST|ECT|AMT)", Pattern.CASE_INSENSITIVE);

  private ShortZones() {}

  private static Map.Entry<String, Integer> hours(String name, int hours) {
    return Map.entry(name, 60 * hours);
  }

  /** Returns the offset from UTC in minutes; {@code null} if the name is not known. */
  static @Nullable Integer offsetMinutes(String name) {
    return OFFSETS.get(name.toUpperCase(Locale.ROOT));
  }

  /** Returns the name of several zones that a time ends in; {@code null} if it ends in none. */
  static @Nullable String ofSeveral(String time) {
    Matcher matcher = OF_SEVERAL.matcher(time);
    return matcher.matches() ? matcher.group(1) : null;
  }
}
