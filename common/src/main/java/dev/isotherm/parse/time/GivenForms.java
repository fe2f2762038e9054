package dev.isotherm.parse.time;

import dev.isotherm.parse.message.ParseException;
import java.util.List;

/** The formats that a user gave, tried in their order, and nothing else. Not thread-safe. */
final class GivenForms implements InstantForm {

  private final List<String> formats;
  private final InstantForm[] forms;

  GivenForms(List<String> formats, LocalTimes times) {
    this.formats = formats;
    this.forms = formats.stream().map(format -> form(format, times)).toArray(InstantForm[]::new);
  }

  private static InstantForm form(String format, LocalTimes times) {
    return FormatWord.isWord(format)
        ? FormatWord.form(format, times)
        : new PatternForm(InstantPattern.compile(format), times);
  }

  @Override
  public long read(byte[] b, int off, int end) throws ParseException {
    String error = null;
    for (InstantForm form : forms) {
      try {
        long millis = form.read(b, off, end);
        if (millis != NO_MATCH && TimestampParser.isInRange(millis)) {
          return millis;
        }
        if (millis != NO_MATCH && error == null) {
          error = TimestampParser.outOfRange().getMessage();
        }
      } catch (ParseException noSuchInstant) {
        error = error == null ? noSuchInstant.getMessage() : error;
      }
    }
    String read = String.join(" or ", formats);
    throw new ParseException(
        error == null
            ? "is not written as " + read + " (--timestamp-format)"
            : error + " (--timestamp-format " + read + ")");
  }
}
