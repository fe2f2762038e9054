package dev.isotherm.jobs.commands.options;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option's value with a parser that knows nothing of the command line. */
abstract class TextConverter<T> implements ITypeConverter<T> {

  private final Function<String, T> parser;

  /**
   * Reads with a parser.
   *
   * @param parser throws an {@link IllegalArgumentException} whose message says what is allowed
   */
  TextConverter(Function<String, T> parser) {
    this.parser = parser;
  }

  @Override
  public final T convert(String text) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException unreadable) {
      throw new TypeConversionException(unreadable.getMessage());
    }
  }
}
