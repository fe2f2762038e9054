package dev.isotherm.parse.time;

import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How instants are written, see {@link TimestampParser}.
 *
 * @param zone the time zone of times without an offset
 * @param formats the formats to read, tried in this order, see {@link #checkFormat}; empty for all
 *     forms that have one meaning only
 * @param repeatedHour which instant a time is that the clocks of the zone show twice
 * @param earliestMillis the earliest instant that is believed, in milliseconds since the epoch; the
 *     parsers of messages check it
 */
public record InstantSyntax(
    ZoneId zone, List<String> formats, RepeatedHour repeatedHour, long earliestMillis)
    implements Serializable {

  /** 2000-01-01T00:00:00Z: what lies before comes from a clock that is not set. */
  public static final long DEFAULT_EARLIEST_MILLIS =
      Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  /** No earliest instant. */
  public static final long NO_EARLIEST = Long.MIN_VALUE;

  /** ISO-8601, and epoch numbers of a unit that their magnitude tells: all that 0.2.0 read. */
  public static final List<String> ISO_OR_EPOCH = List.of(FormatWord.ISO, FormatWord.EPOCH);

  public InstantSyntax {
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(repeatedHour, "repeatedHour");
    formats = List.copyOf(formats);
    for (String format : formats) {
      try {
        checkFormat(format);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("timestamp format " + format + ": " + e.getMessage(), e);
      }
    }
  }

  /** Returns the default in a time zone: any form with one meaning; the earlier of two instants. */
  public static InstantSyntax in(ZoneId zone) {
    return new InstantSyntax(zone, List.of(), RepeatedHour.EARLIER, DEFAULT_EARLIEST_MILLIS);
  }

  /** Returns this syntax with other formats and another choice of repeated times. */
  public InstantSyntax with(List<String> others, RepeatedHour choice) {
    return new InstantSyntax(zone, others, choice, earliestMillis);
  }

  /** Returns this syntax with ISO-8601 as the last format, if that is not read anyway. */
  public InstantSyntax alsoIso() {
    if (formats.isEmpty() || formats.contains(FormatWord.ISO)) {
      return this;
    }
    List<String> more = Stream.concat(formats.stream(), Stream.of(FormatWord.ISO)).toList();
    return new InstantSyntax(zone, more, repeatedHour, earliestMillis);
  }

  /** Returns this syntax with another time zone. */
  public InstantSyntax withZone(ZoneId other) {
    return new InstantSyntax(other, formats, repeatedHour, earliestMillis);
  }

  /**
   * Checks a format: a word ({@code iso}, {@code epoch-s}, …) or a pattern, see {@link
   * InstantPattern}.
   *
   * @return the format
   * @throws IllegalArgumentException if it is none; the message says what is allowed
   */
  public static String checkFormat(String format) {
    if (!FormatWord.isWord(format)) {
      InstantPattern unused = InstantPattern.compile(format);
    }
    return format;
  }
}
