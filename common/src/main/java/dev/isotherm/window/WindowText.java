package dev.isotherm.window;

import dev.isotherm.model.DurationText;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/**
 * Windows as people write them: {@code hour}, {@code day}, {@code week}, {@code month}, or a
 * duration. Calendar windows still need the time zone of their calendar.
 *
 * @param text as it was written
 * @param length the duration; {@code null} for calendar windows
 * @param in makes the windows for a time zone
 */
public record WindowText(String text, Duration length, Function<ZoneId, Windowing> in) {

  /**
   * Reads a window.
   *
   * @throws IllegalArgumentException if the text is none; the message says what is allowed
   */
  public static WindowText parse(String text) {
    return Arrays.stream(CalendarWindows.Unit.values())
        .filter(unit -> unit.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .map(unit -> new WindowText(text, null, zone -> Windowing.calendar(unit, zone)))
        .orElseGet(() -> tumbling(text));
  }

  private static WindowText tumbling(String text) {
    if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
      throw new IllegalArgumentException(
          "must be hour, day, week or month, or a duration such as 10s, 15min or 1h");
    }
    Duration length = DurationText.parse(text, Duration.ofMillis(1));
    return new WindowText(text, length, zone -> Windowing.tumbling(length));
  }

  @Override
  public String toString() {
    return text;
  }
}
