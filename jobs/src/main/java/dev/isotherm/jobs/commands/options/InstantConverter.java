package dev.isotherm.jobs.commands.options;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an instant as ISO-8601 with {@code Z} or an offset. */
public final class InstantConverter implements ITypeConverter<Instant> {

  @Override
  public Instant convert(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException notAnInstant) {
      throw new TypeConversionException(
          "must be an instant with Z or an offset, such as 2025-07-01T12:00:00Z");
    }
  }
}
