package dev.isotherm.parse.text;

import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.fast.FastTextParser;
import dev.isotherm.parse.fast.ValidatingParser;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.number.DecimalNumber;
import java.util.List;

/**
 * Reads one decimal number per line. A line says neither when nor what it measured: the series and
 * the instant are the file's. Whitespace around the number is allowed.
 */
public final class TextLineParser extends ValidatingParser {

  private final Series series;
  private final long epochMillis;
  private final DecimalNumber number = new DecimalNumber();

  /** As the other, with lines of up to {@link ParseOptions#DEFAULT_MAX_MESSAGE_BYTES}. */
  public TextLineParser(Series series, long epochMillis) {
    this(series, epochMillis, ParseOptions.DEFAULT_MAX_MESSAGE_BYTES);
  }

  /**
   * Makes a parser for one file.
   *
   * @param series what the file holds
   * @param epochMillis the instant of all its readings, in milliseconds since the epoch
   * @param maxMessageBytes longest line
   */
  public TextLineParser(Series series, long epochMillis, int maxMessageBytes) {
    super(maxMessageBytes, new FastTextParser(series, epochMillis));
    this.series = series;
    this.epochMillis = epochMillis;
  }

  @Override
  public Parsed read(byte[] bytes, int offset, int length) {
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
              epochMillis, List.of(new Reading(series, epochMillis, number.value())));
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
