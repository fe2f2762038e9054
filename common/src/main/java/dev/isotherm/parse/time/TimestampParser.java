package dev.isotherm.parse.time;

import dev.isotherm.parse.message.ParseException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Reads timestamps into milliseconds since 1970-01-01T00:00:00Z, in the formats of an {@link
 * InstantSyntax}. Without a format, it reads all that has one meaning only:
 *
 * <ul>
 *   <li>ISO-8601, see {@link IsoTime};
 *   <li>an epoch number that is not a date as well, see {@link EpochNumber} and {@link
 *       CalendarNumber};
 *   <li>other forms in which the parts of a date cannot be confused, see {@link WellKnownForms}.
 * </ul>
 *
 * <p>A time without an offset is read in the zone, as {@link java.time.ZonedDateTime#of} does: a
 * time skipped in spring is moved forward by the gap (02:30 becomes 03:30). Of a time repeated in
 * autumn, {@link RepeatedHour} decides. Times are rounded down to a millisecond. Years are 0001 to
 * 9999, both as written and in UTC.
 *
 * <p>Not thread-safe: remembers the last day, because a file has many readings of one day.
 */
public final class TimestampParser {

  private static final long MIN_MILLIS = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  private static final long MAX_MILLIS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private final LocalTimes times;
  private final InstantForm form;
  private final boolean readsIsoFirst;

  /** Creates a parser of one syntax. */
  public TimestampParser(InstantSyntax syntax) {
    this.times = new LocalTimes(syntax.zone(), syntax.repeatedHour());
    this.form =
        syntax.formats().isEmpty()
            ? new WellKnownForms(times)
            : new GivenForms(syntax.formats(), times);
    this.readsIsoFirst =
        syntax.formats().isEmpty() || syntax.formats().get(0).equals(FormatWord.ISO);
  }

  /** Returns whether a text in ISO-8601 is read as such, whatever other formats there are. */
  public boolean readsIsoFirst() {
    return readsIsoFirst;
  }

  /**
   * Returns whether the last timestamp was a local time that clocks show twice, so that it may be
   * another instant as well.
   */
  public boolean isRepeated() {
    return times.repeated().met();
  }

  /**
   * Returns the later instant of the last timestamp, if it {@linkplain #isRepeated is repeated}.
   */
  public long laterMillis() {
    return times.repeated().laterMillis();
  }

  /** Returns whether a timestamp had a time of the day without an offset. */
  public boolean hasReadLocalTimes() {
    return times.isUsed();
  }

  /** Reads one timestamp that is the whole text, see {@link #parse(byte[], int, int)}. */
  public long parse(String text) throws ParseException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return parse(bytes, 0, bytes.length);
  }

  /**
   * Reads one timestamp that fills the given bytes.
   *
   * @return milliseconds since the epoch
   * @throws ParseException if it is no timestamp; the message says why
   */
  public long parse(byte[] b, int off, int len) throws ParseException {
    times.repeated().clear();
    long millis = form.read(b, off, off + len);
    if (!isInRange(millis)) {
      throw outOfRange();
    }
    return millis;
  }

  static boolean isInRange(long millis) {
    return millis >= MIN_MILLIS && millis <= MAX_MILLIS;
  }

  static ParseException outOfRange() {
    return new ParseException("lies outside the years 0001 to 9999");
  }
}
