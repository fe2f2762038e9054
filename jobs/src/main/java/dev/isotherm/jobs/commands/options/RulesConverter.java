package dev.isotherm.jobs.commands.options;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.yaml.RuleFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads which rules are in force: {@code default}, {@code none}, or a file. */
public final class RulesConverter implements ITypeConverter<RuleSet> {

  @Override
  public RuleSet convert(String text) {
    return switch (text) {
      case "default" -> RuleFile.builtIn();
      case "none" -> RuleSet.NONE;
      default -> file(text);
    };
  }

  private static RuleSet file(String text) {
    try {
      return RuleFile.read(Path.of(text));
    } catch (InvalidPathException notAPath) {
      throw new TypeConversionException("must be default, none or a file of rules");
    } catch (ConfigurationException wrong) {
      throw new TypeConversionException(
          "must be default, none or a file of rules without errors:\n"
              + String.join("\n", wrong.errors()));
    }
  }
}
