package dev.isotherm.rules.yaml;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.schedule.Schedule;
import dev.isotherm.yaml.YamlErrors;
import dev.isotherm.yaml.YamlMap;
import dev.isotherm.yaml.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads files of rules: YAML 1.2, as {@code docs/rules.md} explains it key by key. A file is read
 * as a whole, or not at all; then all errors are reported.
 */
public final class RuleFile {

  static final List<String> KEYS = List.of("severities", "rules", "maintenance");

  private static final String BUILT_IN = "default-rules.yaml";

  private RuleFile() {}

  /**
   * Reads a file.
   *
   * @throws ConfigurationException with all errors, each with file, line, key, value and what is
   *     allowed
   */
  public static RuleSet read(Path path) {
    return parse(path.toString(), YamlText.text(path));
  }

  /**
   * Reads the text of a file.
   *
   * @param name of the file, for people
   * @throws ConfigurationException with all errors, each with name, line, key, value and what is
   *     allowed
   */
  public static RuleSet parse(String name, String text) {
    YamlErrors errors = new YamlErrors(name);
    YamlMap document = YamlText.readMap(name, text, errors);
    document.allow(KEYS, WordsOfOthers.OF_FILE);
    if (!document.has("rules")) {
      document.error("rules", "rules: is required; a list of rules");
    }
    RuleReader reader = new RuleReader(SeverityReader.all(document, errors), errors);
    List<Rule> rules = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (YamlMap one : document.maps("rules")) {
      rules.add(reader.read(one));
      String ruleName = one.text("name", null);
      names.add(ruleName == null ? "" : ruleName);
      Integer before = ruleName == null ? null : lines.putIfAbsent(ruleName, one.lineOf("name"));
      if (before != null) {
        one.error("name", "name " + ruleName + ": is already used by the rule on line " + before);
      }
    }
    MaintenanceReader maintenance = new MaintenanceReader(names);
    List<YamlMap> windows = document.maps("maintenance");
    windows.forEach(maintenance::read);
    if (windows.size() > Schedule.MOST) {
      document.error(
          "maintenance",
          String.format(
              "maintenance: there are %d windows; at most %d are allowed",
              windows.size(), Schedule.MOST));
    }
    errors.throwIfAny();
    return new RuleSet(rules.stream().map(maintenance::addTo).toList());
  }

  /** The rules that are used unless others are named. */
  public static RuleSet builtIn() {
    return parse(BUILT_IN, builtInText());
  }

  /** The file of {@link #builtIn}. */
  static String builtInText() {
    try (InputStream in = RuleFile.class.getResourceAsStream(BUILT_IN)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
