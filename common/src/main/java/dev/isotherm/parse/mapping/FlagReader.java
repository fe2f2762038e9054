package dev.isotherm.parse.mapping;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.parse.message.ReadingsBuilder;
import dev.isotherm.parse.number.DecimalNumber;
import java.util.List;

/**
 * Makes readings of the texts whose words are flags, and of no other metric with the name of one.
 * Not thread-safe.
 */
public final class FlagReader {

  private final TextFlags flags;
  private final AbsentValues absent;
  private final DecimalNumber number;
  private final ReadingsBuilder readings;

  /**
   * Creates a reader of the fields of messages.
   *
   * @param number reads numbers as they are written in the messages
   * @param readings takes the readings, and what is left out
   */
  public FlagReader(ParseOptions options, DecimalNumber number, ReadingsBuilder readings) {
    this.flags = options.flags();
    this.absent = options.absent();
    this.number = number;
    this.readings = readings;
  }

  /** Takes a text; without words, all flags are 0. */
  public void text(String field, String text) {
    if (absent.contains(text)) {
      readings.leaveOut(field, LeftOutReason.ABSENT, text);
    } else {
      texts(field, List.of(text));
    }
  }

  /** Takes the words of several texts together. */
  public void texts(String field, List<String> texts) {
    flags.of(field).forEach(texts, readings::measure);
  }

  /** Takes a value that may be a number or a boolean, see {@link FlagWords#accepts}. */
  public void value(String field, String value) {
    if (absent.contains(value) || accepts(field, value)) {
      text(field, value);
    } else {
      noText(field, value);
    }
  }

  /** Whether a value that may be a number or a boolean counts as a text. */
  public boolean accepts(String field, String value) {
    return flags.of(field).accepts(value, number);
  }

  /** Leaves out a value that is missing. */
  public void missing(String field, String value) {
    readings.leaveOut(field, LeftOutReason.EMPTY, value);
  }

  /** Leaves out a value that is no text. */
  public void noText(String field, String value) {
    readings.leaveOut(field, LeftOutReason.NOT_A_TEXT, value);
    readings.rejectIfEmpty(
        RejectionReason.NO_METRIC,
        Excerpt.plain(field) + " is " + Excerpt.plain(value) + "; a text is required (--flags)");
  }

  /** Takes a number, unless its metric has the name of a flag. */
  public void measure(String field, String metric, String text, double value) {
    if (flags.isMetric(metric)) {
      readings.leaveOut(field, LeftOutReason.BAD_NAME, text);
      readings.rejectIfEmpty(
          RejectionReason.NO_METRIC, "the metric " + Excerpt.quoted(metric) + " is one of --flags");
    } else {
      readings.measure(metric, value);
    }
  }
}
