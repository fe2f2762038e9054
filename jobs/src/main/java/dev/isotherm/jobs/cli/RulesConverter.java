package dev.isotherm.jobs.cli;

import dev.isotherm.alert.RuleSet;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads which rules are in force: {@code default} or {@code none}. */
public final class RulesConverter implements ITypeConverter<RuleSet> {

  @Override
  public RuleSet convert(String text) {
    return switch (text) {
      case "default" -> RuleSet.DEFAULT;
      case "none" -> RuleSet.NONE;
      default -> throw new TypeConversionException("must be default or none");
    };
  }
}
