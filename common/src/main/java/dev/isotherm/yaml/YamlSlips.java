package dev.isotherm.yaml;

import java.util.regex.Pattern;

/** What people most often write that is no YAML, and what they should write. */
final class YamlSlips {

  private static final Pattern BRACES = Pattern.compile(".*[:\\-,{\\[]\\s*\\{\\{.*");

  /** A sign before a limit or at a level; elsewhere it may be the begin of a text. */
  private static final Pattern COMPARISON =
      Pattern.compile(
          "(.*[{,]|)\\s*[\"']?(above|atLeast|below|atMost|equals|notEquals|moreThan|clear[A-Z]\\w*"
              + "|info|warning|critical)[\"']?\\s*:\\s*[<>]=?\\s*[0-9.+-].*");

  private static final Pattern RESERVED = Pattern.compile(".*[:\\-,\\[]\\s*[@`%].*");
  private static final Pattern BLOCK = Pattern.compile(".*[:\\-]\\s*[>|].*");

  private YamlSlips() {}

  /**
   * A hint about a line that is no YAML.
   *
   * @param problem what the parser says
   * @return empty if none fits; else it begins with a semicolon
   */
  static String hint(String line, String problem) {
    if (line.stripLeading().startsWith("\t") || line.matches(" *\t.*")) {
      return "; the line is indented with a tab, YAML takes blanks only";
    }
    if (BRACES.matcher(line).matches()) {
      return "; a text that begins with {{ must stand in quotes, such as \"{{value}} is high\"";
    }
    if (COMPARISON.matcher(line).matches()) {
      return "; a limit has no sign: above: 28 is > 28, atLeast: 28 is >= 28, below: 28 is < 28,"
          + " atMost: 28 is <= 28";
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return "; a text with a colon and a blank in it must stand in quotes";
    }
    if (RESERVED.matcher(line).matches()) {
      return "; a text that begins with @, ` or % must stand in quotes";
    }
    if (BLOCK.matcher(line).matches() && problem.startsWith("expected a comment or a line break")) {
      return "; a text that begins with > or | must stand in quotes";
    }
    return "";
  }
}
