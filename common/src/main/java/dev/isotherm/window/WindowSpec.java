package dev.isotherm.window;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.EnumText;
import java.time.Duration;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A window as users write it: {@code hour}, {@code day}, {@code week}, {@code month}, or a
 * duration.
 *
 * @param text as it was written
 * @param size the duration of a tumbling window; {@code null} for calendar windows
 * @param unit the unit of a calendar window; {@code null} for tumbling windows
 */
public record WindowSpec(
    String text, @Nullable Duration size, CalendarWindows.@Nullable Unit unit) {

  /**
   * Reads a window.
   *
   * @throws IllegalArgumentException if the text is no window; the message says what is allowed
   */
  public static WindowSpec parse(String text) {
    return Stream.of(CalendarWindows.Unit.values())
        .filter(unit -> EnumText.lowerCase(unit).equals(text))
        .findFirst()
        .map(unit -> new WindowSpec(text, null, unit))
        .orElseGet(() -> new WindowSpec(text, sizeOf(text), null));
  }

  private static Duration sizeOf(String text) {
    if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
      throw new IllegalArgumentException(
          "must be hour, day, week or month, or a duration such as 10s, 15min or 1h");
    }
    return DurationText.parse(text, Duration.ofMillis(1));
  }

  /** Returns the windows; calendar windows follow the time zone. */
  public Windowing windowing(ZoneId zone) {
    return unit == null ? Windowing.tumbling(size) : Windowing.calendar(unit, zone);
  }

  @Override
  public String toString() {
    return text;
  }
}
