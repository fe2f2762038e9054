package dev.isotherm.jobs.commands.reinject;

import dev.isotherm.model.RejectionReason;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads why a message was rejected, in capitals or not. */
final class ReasonConverter implements ITypeConverter<RejectionReason> {

  @Override
  public RejectionReason convert(String text) {
    return Arrays.stream(RejectionReason.values())
        .filter(reason -> reason.name().equalsIgnoreCase(text.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "must be one of "
                        + Arrays.stream(RejectionReason.values())
                            .map(Enum::name)
                            .collect(Collectors.joining(", "))));
  }
}
