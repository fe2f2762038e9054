package dev.isotherm.jobs.commands.inspect;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the options of a mapping: for the shell, and as a file. */
final class MappingText {

  private static final Pattern SAFE_IN_SHELL = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");
  private static final Pattern SAFE_IN_YAML = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./-]*");

  private MappingText() {}

  /** Returns the options of a command line. */
  static String arguments(Map<String, List<String>> settings) {
    return settings.entrySet().stream()
        .flatMap(one -> one.getValue().stream().map(value -> argument(one.getKey(), value)))
        .collect(Collectors.joining(" "));
  }

  private static String argument(String key, String value) {
    return value.equals("true") ? "--" + key : "--" + key + " " + shell(value);
  }

  /** Returns a word that a shell takes as it is. */
  static String shell(String word) {
    return SAFE_IN_SHELL.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Returns the lines of a mapping file. */
  static String yaml(Map<String, List<String>> settings) {
    return settings.entrySet().stream()
        .map(one -> one.getKey() + ": " + values(one.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  private static String values(List<String> values) {
    return values.size() == 1
        ? scalar(values.get(0))
        : values.stream().map(MappingText::scalar).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String scalar(String value) {
    boolean plain = SAFE_IN_YAML.matcher(value).matches() && !isWord(value);
    return plain || value.equals("true")
        ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Words that YAML does not read as a text. */
  private static boolean isWord(String value) {
    return Pattern.matches("(?i)true|false|yes|no|on|off|null|y|n", value);
  }
}
