package dev.isotherm.parse.time;

import dev.isotherm.parse.message.ParseException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the formats in which a sample of texts may be instants. */
public final class InstantFormats {

  private static final long FIRST_MILLIS = Instant.parse("1990-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST_MILLIS = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  /** Instants whose zone is not written differ in these zones. */
  private static final ZoneId OTHER_ZONE = ZoneId.of("+09:00");

  /** Of so many texts, patterns are taken. */
  private static final int MOST_PATTERN_TEXTS = 200;

  private static final int FEW = 3;

  private InstantFormats() {}

  /**
   * A format, and what the texts are in it.
   *
   * @param format as {@link InstantSyntax} has it; {@code null} for the default
   * @param count number of texts that it reads
   * @param firstMillis the earliest instant, in milliseconds since the epoch
   * @param lastMillis the latest instant
   * @param ordered whether each instant is at or after the one before
   * @param local whether the texts name no offset, so that the zone decides
   * @param dates whether all are the begin of a day
   */
  public record Fit(
      @Nullable String format,
      int count,
      long firstMillis,
      long lastMillis,
      boolean ordered,
      boolean local,
      boolean dates) {

    /** Returns the milliseconds from the earliest to the latest instant. */
    public long span() {
      return lastMillis - firstMillis;
    }
  }

  /**
   * Returns the formats that read enough texts as believable instants. The default stands alone:
   * what it reads has one meaning. Others are in the order of how many they read, those in which
   * the texts are in order first.
   *
   * @param texts not blank
   * @param least the share of the texts that a format must read: a file may hold broken ones
   */
  public static List<Fit> of(List<String> texts, ZoneId zone, double least) {
    if (texts.isEmpty()) {
      return List.of();
    }
    int enough = (int) Math.max(1, Math.ceil(least * texts.size()));
    Fit byDefault = fit(null, texts, zone, enough);
    if (byDefault != null) {
      return List.of(byDefault);
    }
    // A short pattern has single letters, so it reads more.
    Set<String> formats =
        new TreeSet<>(
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    texts.stream().limit(MOST_PATTERN_TEXTS).forEach(text -> addFormats(text, formats));
    List<Fit> fits = new ArrayList<>();
    for (String format : formats) {
      Fit fit = fit(format, texts, zone, enough);
      if (fit != null && fits.stream().noneMatch(other -> isSame(other, fit))) {
        fits.add(fit);
      }
    }
    if (isCalendar(texts)) {
      fits.removeIf(fit -> FormatWord.isWord(String.valueOf(fit.format())));
    }
    fits.sort(
        Comparator.comparingInt((Fit fit) -> -fit.count())
            .thenComparing(fit -> !fit.ordered())
            .thenComparing(Fit::span));
    return fits;
  }

  /**
   * Whether all texts are digits that read as a date. Of numbers of seconds, nine of a thousand do,
   * so several different ones are no accident.
   */
  public static boolean isCalendar(List<String> texts) {
    return texts.stream().distinct().count() >= FEW
        && texts.stream()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .allMatch(bytes -> CalendarNumber.digits(bytes, 0, bytes.length) > 0);
  }

  /**
   * Returns what texts are in a format; {@code null} if it reads too few of them.
   *
   * @param least the share of the texts that it must read
   */
  public static @Nullable Fit in(String format, List<String> texts, ZoneId zone, double least) {
    return fit(format, texts, zone, (int) Math.max(1, Math.ceil(least * texts.size())));
  }

  /** Returns the offset of a short name such as CEST; {@code null} if it is none, or of several. */
  public static @Nullable ZoneOffset offset(String name) {
    Integer minutes = ShortZones.offsetMinutes(name);
    return minutes == null ? null : ZoneOffset.ofTotalSeconds(60 * minutes);
  }

  /** Whether two formats read the same, as {@code d/MM} and {@code d/M} do in most files. */
  private static boolean isSame(Fit one, Fit other) {
    return one.count() == other.count()
        && one.firstMillis() == other.firstMillis()
        && one.lastMillis() == other.lastMillis();
  }

  private static void addFormats(String text, Set<String> formats) {
    formats.addAll(AmbiguousDate.patterns(text));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!EpochNumber.isNumber(bytes, 0, bytes.length)) {
      return;
    }
    int digits = CalendarNumber.digits(bytes, 0, bytes.length);
    if (digits > 0) {
      formats.add(CalendarNumber.pattern(digits));
    }
    formats.addAll(List.of(FormatWord.EPOCH, FormatWord.EXCEL));
  }

  private static @Nullable Fit fit(
      @Nullable String format, List<String> texts, ZoneId zone, int enough) {
    List<String> formats = format == null ? List.of() : List.of(format);
    TimestampParser parser = parser(formats, zone);
    TimestampParser elsewhere = parser(formats, OTHER_ZONE);
    int count = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    long previous = Long.MIN_VALUE;
    boolean ordered = true;
    boolean local = false;
    boolean dates = true;
    for (String text : texts) {
      long millis = millis(parser, text);
      if (millis < FIRST_MILLIS || millis >= LAST_MILLIS) {
        continue;
      }
      count++;
      first = Math.min(first, millis);
      last = Math.max(last, millis);
      ordered &= millis >= previous;
      previous = millis;
      local |= millis(elsewhere, text) != millis;
      dates &= Instant.ofEpochMilli(millis).atZone(zone).toLocalTime().toSecondOfDay() == 0;
    }
    return count < enough ? null : new Fit(format, count, first, last, ordered, local, dates);
  }

  private static TimestampParser parser(List<String> formats, ZoneId zone) {
    return new TimestampParser(
        new InstantSyntax(zone, formats, RepeatedHour.EARLIER, InstantSyntax.NO_EARLIEST));
  }

  /** Returns {@link Long#MIN_VALUE} for what is no instant. */
  private static long millis(TimestampParser parser, String text) {
    try {
      return parser.parse(text);
    } catch (ParseException noInstant) {
      return Long.MIN_VALUE;
    }
  }
}
