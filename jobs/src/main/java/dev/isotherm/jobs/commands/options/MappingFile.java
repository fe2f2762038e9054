package dev.isotherm.jobs.commands.options;

import dev.isotherm.yaml.YamlErrors;
import dev.isotherm.yaml.YamlMap;
import dev.isotherm.yaml.YamlText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A file that says how messages become readings: YAML, whose keys are the options of {@link
 * ReadingOptions}, {@link DuplicatesOption}, {@link ValueOptions} and {@link FileOptions} without
 * their dashes.
 */
public final class MappingFile {

  /** The option that names the file. */
  public static final String OPTION = "--mapping";

  /** The key whose values may have commas: each is an option of its own. */
  private static final String REPEATED = "timestamp-format";

  private MappingFile() {}

  /**
   * An option of the file.
   *
   * @param option its name with dashes
   * @param value its value as on the command line; a list has commas
   * @param place file and line, for messages
   */
  public record Entry(String option, String value, String place) {}

  /**
   * Reads a file.
   *
   * @throws dev.isotherm.model.ConfigurationException with all errors, each with file, line and key
   */
  public static List<Entry> read(Path file) {
    YamlErrors errors = new YamlErrors(file.toString());
    YamlMap map = YamlText.readMap(file.toString(), YamlText.text(file), errors);
    map.allow(keys());
    List<Entry> entries = new ArrayList<>();
    for (String key : map.keys()) {
      String value = map.joined(key);
      if (value != null) {
        String place = file + ":" + map.lineOf(key);
        List<String> values = map.elements(key);
        List<String> given = REPEATED.equals(key) && !values.isEmpty() ? values : List.of(value);
        given.forEach(one -> entries.add(new Entry("--" + key, one, place)));
      }
    }
    errors.throwIfAny();
    return entries;
  }

  /** Returns the keys that a file may have, in the order of the help. */
  public static List<String> keys() {
    return Stream.of(
            new ReadingOptions(), new DuplicatesOption(), new ValueOptions(), new FileOptions())
        .flatMap(options -> CommandSpec.forAnnotatedObject(options).options().stream())
        .map(OptionSpec::longestName)
        .filter(name -> !name.equals(OPTION))
        .map(name -> name.substring(2))
        .toList();
  }
}
