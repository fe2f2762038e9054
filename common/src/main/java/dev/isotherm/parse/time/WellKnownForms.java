package dev.isotherm.parse.time;

import dev.isotherm.parse.message.ParseException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All forms in which a timestamp names one instant only: ISO-8601; epoch numbers that are no date;
 * dates that begin with the year or name the month, with many separators; compact dates with a time
 * behind them. Not thread-safe.
 *
 * <p>A text has at most one of these forms, so that they may be tried in any order: what a text is
 * does not depend on those before it. What may be several dates, such as 03/04/2025 or 01-02-03, is
 * refused, see {@link AmbiguousDate}.
 */
final class WellKnownForms implements InstantForm {

  private static final List<InstantPattern> PATTERNS =
      patterns().stream().map(InstantPattern::compile).toList();

  private final IsoTime iso;
  private final List<PatternForm> forms;

  /** The form of the last text that was not ISO-8601 and no number. */
  private @Nullable PatternForm latest;

  WellKnownForms(LocalTimes times) {
    this.iso = new IsoTime(times);
    this.forms = PATTERNS.stream().map(pattern -> new PatternForm(pattern, times)).toList();
  }

  /** Returns the forms that are neither ISO-8601 nor numbers. */
  List<PatternForm> forms() {
    return forms;
  }

  private static List<String> patterns() {
    List<String> dates =
        List.of(
            "[EEE[,] ]yyyy-M-d",
            "yyyy/M/d",
            "yyyy.M.d",
            "[EEE[,] ]d-MMM-yyyy",
            "[EEE[,] ]d[.] MMM[,] yyyy",
            "d/MMM/yyyy",
            "d.MMM.yyyy",
            "[EEE[,] ]MMM d[,] yyyy",
            "yyyy-MMM-d",
            "yyyy MMM d");
    String zone = "[ ][z]['['VV']']";
    String seconds = "[:ss[.f]]";
    List<String> times =
        List.of(
            "H:mm[:ss[.f][,f]]" + zone, "h:mm" + seconds + "[ ]a" + zone, "HH.mm.ss[.f]" + zone);
    List<String> patterns = new ArrayList<>();
    for (String date : dates) {
      patterns.add(date);
      for (String time : times) {
        patterns.add(date + "[,] " + time);
        patterns.add(date + "'T'" + time);
      }
    }
    patterns.add("yyyy-MM-dd-HH.mm.ss[.f]" + zone);
    patterns.add("yyyy-MM-dd_HH:mm[:ss[.f]]" + zone);
    patterns.add("yyyy:MM:dd HH:mm[:ss[.f]]" + zone);
    patterns.add("d/MMM/yyyy:HH:mm:ss" + zone);
    patterns.add("EEE[,] MMM d H:mm:ss[ z] yyyy");
    for (String separator : List.of("'T'", " ", "_")) {
      patterns.add("yyyyMMdd" + separator + "HHmm[ss[.f][,f]]" + zone);
      patterns.add("yyyyMMdd" + separator + "HH:mm[:ss[.f][,f]]" + zone);
    }
    // Without seconds, what follows could be an offset.
    patterns.add("yyyyMMdd-HHmmss[.f]" + zone);
    patterns.add("yyyyMMdd-HH:mm:ss[.f]" + zone);
    return patterns;
  }

  @Override
  public long read(byte[] b, int off, int end) throws ParseException {
    if (latest != null) {
      long millis = readOrNoMatch(latest, b, off, end);
      if (millis != NO_MATCH) {
        return millis;
      }
    }
    ParseException error = null;
    try {
      long millis = iso.read(b, off, end);
      if (millis != NO_MATCH) {
        return millis;
      }
    } catch (ParseException noIso) {
      error = noIso;
    }
    if (EpochNumber.isNumber(b, off, end)) {
      return number(b, off, end);
    }
    return other(b, off, end, error);
  }

  private static long readOrNoMatch(InstantForm form, byte[] b, int off, int end) {
    try {
      return form.read(b, off, end);
    } catch (ParseException noInstant) {
      return NO_MATCH; // the order of all forms decides what is said of it
    }
  }

  private static long number(byte[] b, int off, int end) throws ParseException {
    int digits = CalendarNumber.digits(b, off, end);
    long millis = EpochNumber.millis(b, off, end, EpochUnit.BY_MAGNITUDE);
    if (digits == 0) {
      return millis;
    }
    String number = new String(b, off, digits, StandardCharsets.ISO_8859_1);
    throw new ParseException(CalendarNumber.ambiguity(number, digits, millis));
  }

  private long other(byte[] b, int off, int end, @Nullable ParseException noIso)
      throws ParseException {
    ParseException error = noIso;
    for (PatternForm form : forms) {
      try {
        long millis = form.read(b, off, end);
        if (millis != NO_MATCH) {
          latest = form;
          return millis;
        }
      } catch (ParseException noInstant) {
        error = error == null ? noInstant : error;
      }
    }
    String text = new String(b, off, end - off, StandardCharsets.UTF_8);
    String zone = ShortZones.ofSeveral(text.strip());
    if (zone != null) {
      throw new ParseException(
          "ends in "
              + zone
              + ", which several time zones are called: --zone with a --timestamp-format that ends"
              + " in '"
              + zone
              + "' says which");
    }
    if (error != null) {
      throw error;
    }
    String ambiguity = AmbiguousDate.in(text);
    throw new ParseException(
        ambiguity == null
            ? "is neither ISO-8601, such as 2026-01-31T12:34:56.789Z, nor an epoch number;"
                + " --timestamp-format reads other forms"
            : ambiguity);
  }
}
