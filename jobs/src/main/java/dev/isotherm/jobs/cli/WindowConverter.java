package dev.isotherm.jobs.cli;

import dev.isotherm.average.CalendarWindows;
import dev.isotherm.average.Windowing;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code hour}, {@code day}, {@code week}, {@code month}, or a duration; what is read still
 * wants the zone whose calendar counts.
 */
public final class WindowConverter implements ITypeConverter<WindowConverter.Window> {

  /**
   * Windows in a zone that is yet to be said.
   *
   * @param text as it was given
   * @param length the duration; {@code null} for windows of the calendar
   */
  public record Window(String text, Duration length, Function<ZoneId, Windowing> in) {
    @Override
    public String toString() {
      return text;
    }
  }

  @Override
  public Window convert(String text) {
    return Arrays.stream(CalendarWindows.Unit.values())
        .filter(unit -> unit.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .map(unit -> new Window(text, null, zone -> Windowing.calendar(unit, zone)))
        .orElseGet(() -> tumbling(text));
  }

  private static Window tumbling(String text) {
    if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
      throw new TypeConversionException(
          "must be hour, day, week or month, or a duration such as 10s, 15min or 1h");
    }
    Duration length = new DurationConverter().convert(text);
    return new Window(text, length, zone -> Windowing.tumbling(length));
  }
}
