package dev.isotherm.jobs.commands.options;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.parse.mapping.ParseOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options that say how messages become readings, from their texts. */
public final class MappingOptions {

  /** Has the options, and does nothing. */
  @Command
  private static final class Options {
    @Mixin private ReadingOptions reading;

    @Mixin
    @SuppressWarnings("UnusedVariable") // so that they are known
    private ValueOptions values;

    @Mixin
    @SuppressWarnings("UnusedVariable") // so that it is known
    private DuplicatesOption duplicates;

    @Mixin private FileOptions files;
  }

  private final Options options = new Options();

  private MappingOptions() {}

  /**
   * Reads options as the command line does.
   *
   * @param settings values by the names of the options without dashes
   * @throws ConfigurationException if one is wrong
   */
  public static MappingOptions of(Map<String, List<String>> settings) {
    MappingOptions read = new MappingOptions();
    CommandLine line = new CommandLine(read.options);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExpandAtFiles(false);
    Converters.register(line);
    List<String> arguments = new ArrayList<>();
    settings.forEach((key, values) -> values.forEach(value -> arguments.add(argument(key, value))));
    ValidationErrors errors = new ValidationErrors();
    try {
      line.parseArgs(arguments.toArray(String[]::new));
      read.options.reading.check(errors);
      line.getCommandSpec().mixins().values().stream()
          .flatMap(mixin -> mixin.mixins().values().stream())
          .map(mixin -> (Validated) mixin.userObject())
          .forEach(mixin -> mixin.check(errors));
    } catch (ParameterException e) {
      throw new ConfigurationException(e.getMessage());
    }
    errors.throwIfAny();
    return read;
  }

  private static String argument(String key, String value) {
    return "--" + key + "=" + value;
  }

  /** Returns the options of a mapping that were given to a command. */
  public static Map<String, List<String>> given(ParseResult parsed) {
    Map<String, List<String>> settings = new LinkedHashMap<>();
    List<String> keys = MappingFile.keys();
    for (OptionSpec option : parsed.matchedOptions()) {
      String key = option.longestName().substring(2);
      if (keys.contains(key)) {
        settings.put(key, List.copyOf(option.originalStringValues()));
      }
    }
    return settings;
  }

  /** How messages are mapped to readings. */
  public ParseOptions parseOptions() {
    return options.reading.options();
  }

  /** What is known of the dialects of files. */
  public DialectOptions dialect() {
    return options.files.dialect();
  }

  /** The parsers of files. */
  public FileParsers parsers() {
    return options.files.parsers(options.reading);
  }
}
