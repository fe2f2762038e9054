package dev.isotherm.jobs.commands.options;

import java.time.DateTimeException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the value of an option with a parser that knows nothing of the command line. */
public class TextConverter<T> implements ITypeConverter<T> {

  private final Function<String, T> parser;
  private final @Nullable String allowed;

  /**
   * A converter whose parser explains its errors.
   *
   * @param parser throws an {@link IllegalArgumentException} whose message says what is allowed
   */
  public TextConverter(Function<String, T> parser) {
    this(parser, null);
  }

  /**
   * A converter with one message for all errors of its parser.
   *
   * @param allowed says what is allowed; {@code null} to take the message of the exception
   */
  public TextConverter(Function<String, T> parser, @Nullable String allowed) {
    this.parser = parser;
    this.allowed = allowed;
  }

  @Override
  public final T convert(String text) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeException invalid) {
      throw new TypeConversionException(allowed == null ? invalid.getMessage() : allowed);
    }
  }
}
