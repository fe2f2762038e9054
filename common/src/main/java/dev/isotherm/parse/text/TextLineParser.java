package dev.isotherm.parse.text;

import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.fast.FastTextParser;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.number.DecimalNumber;
import dev.isotherm.parse.number.NumberStyle;
import java.util.List;

/**
 * Parses lines of one decimal number each; the series and the instant are those of the file.
 * Whitespace around the number is allowed.
 */
public final class TextLineParser extends MessageParser {

  private final Series series;
  private final long epochMillis;
  private final DecimalNumber number;

  /**
   * Makes a parser for one file.
   *
   * @param series the series of all readings
   * @param epochMillis the instant of all readings, in milliseconds since the epoch
   * @param maxMessageBytes size limit of a line
   * @param style how the numbers are written
   */
  public TextLineParser(Series series, long epochMillis, int maxMessageBytes, NumberStyle style) {
    super(maxMessageBytes, new FastTextParser(series, epochMillis, style));
    this.number = new DecimalNumber(style);
    this.series = series;
    this.epochMillis = epochMillis;
  }

  @Override
  protected Parsed read(byte[] bytes, int offset, int length) {
    int start = offset;
    int end = offset + length;
    while (isSpace(bytes[start])) {
      start++;
    }
    while (isSpace(bytes[end - 1])) {
      end--;
    }
    int trimmed = end - start;
    return switch (number.read(bytes, start, trimmed)) {
      case FINITE ->
          new Parsed.Accepted(
              epochMillis, List.of(new Reading(series, epochMillis, number.value())), List.of());
      case NOT_FINITE ->
          new Parsed.Rejected(
              RejectionReason.NOT_FINITE,
              Excerpt.quoted(bytes, start, trimmed) + " is not a finite number");
      case NOT_A_NUMBER ->
          new Parsed.Rejected(
              RejectionReason.NOT_A_NUMBER,
              Excerpt.quoted(bytes, start, trimmed) + " is not a decimal number");
    };
  }
}
