package dev.isotherm.jobs.commands.options;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a Kafka topic, under the rules of the broker. */
public final class TopicNameConverter implements ITypeConverter<String> {
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,249}");

  @Override
  public String convert(String text) {
    if (!LEGAL.matcher(text).matches() || text.equals(".") || text.equals("..")) {
      throw new TypeConversionException(
          "must be 1 to 249 of the characters a-z, A-Z, 0-9, '.', '_' and '-'");
    }
    return text;
  }
}
