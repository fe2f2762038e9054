package dev.isotherm.jobs.commands.options;

import static dev.isotherm.parse.dialect.FileFormat.CSV;
import static dev.isotherm.parse.dialect.FileFormat.JSON;
import static dev.isotherm.parse.dialect.FileFormat.TEXT;

import dev.isotherm.jobs.files.InputDialects;
import dev.isotherm.model.EnumText;
import dev.isotherm.parse.dialect.FileFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Finds options that were given and have no effect on the input. */
public final class UnusedOptions {

  /** The formats of files on which an option has an effect. */
  private static final Map<String, Set<FileFormat>> FORMATS = new LinkedHashMap<>();

  static {
    FORMATS.put("--columns", Set.of(CSV));
    FORMATS.put("--delimiter", Set.of(CSV));
    FORMATS.put("--skip-after-header", Set.of(CSV));
    FORMATS.put("--quoted-newlines", Set.of(CSV));
    FORMATS.put("--decimal-comma", Set.of(CSV, TEXT));
    FORMATS.put("--thousands", Set.of(CSV, TEXT));
    FORMATS.put("--date", Set.of(TEXT));
    FORMATS.put("--metric", Set.of(TEXT));
    FORMATS.put("--timestamp-field", Set.of(JSON, CSV));
    FORMATS.put("--timestamp-format", Set.of(JSON, CSV));
    FORMATS.put("--repeated-hour", Set.of(JSON, CSV));
    FORMATS.put("--sensor-field", Set.of(JSON, CSV));
    FORMATS.put("--metrics", Set.of(JSON, CSV));
    FORMATS.put("--metric-field", Set.of(JSON, CSV));
    FORMATS.put("--value-field", Set.of(JSON, CSV));
    FORMATS.put("--elements", Set.of(JSON));
    FORMATS.put("--duplicates", Set.of(JSON, CSV));
  }

  private static final List<String> OF_FILES =
      List.of(
          "--format",
          "--columns",
          "--delimiter",
          "--encoding",
          "--skip-lines",
          "--skip-after-header",
          "--comment",
          "--quoted-newlines",
          "--decimal-comma",
          "--thousands",
          "--date",
          "--metric");

  private static final List<String> OF_TOPICS =
      List.of("--value-format", "--schema-registry", "--schema-registry-config");

  private UnusedOptions() {}

  /**
   * One sentence for each option that was given to a command and that no file of these formats
   * heeds.
   *
   * @param formats the formats of all files
   */
  public static List<String> of(CommandSpec command, Collection<FileFormat> formats) {
    ParseResult given = command.commandLine().getParseResult();
    List<String> sentences = new ArrayList<>();
    FORMATS.forEach(
        (option, heeding) -> {
          if (given.hasMatchedOption(option) && Collections.disjoint(formats, heeding)) {
            sentences.add(sentence(given, option, "no file is " + words(heeding)));
          }
        });
    return sentences;
  }

  /**
   * One sentence for each option that was given to a command and has no effect on history.
   *
   * @param files what is known of the files; {@code null} if a topic is read
   */
  public static List<String> ofHistory(CommandSpec command, @Nullable InputDialects files) {
    if (files == null) {
      return without(command, OF_FILES, "a topic is read, not files");
    }
    List<String> sentences = new ArrayList<>(of(command, files.formats()));
    sentences.addAll(without(command, OF_TOPICS, "files are read, not a topic"));
    return sentences;
  }

  private static List<String> without(CommandSpec command, List<String> options, String why) {
    ParseResult given = command.commandLine().getParseResult();
    return options.stream()
        .filter(given::hasMatchedOption)
        .map(option -> sentence(given, option, why))
        .toList();
  }

  private static String sentence(ParseResult given, String option, String why) {
    String values = String.join(",", given.matchedOption(option).originalStringValues());
    return (option + " " + values).strip() + " has no effect: " + why;
  }

  private static String words(Set<FileFormat> formats) {
    return formats.stream().sorted().map(EnumText::lowerCase).collect(Collectors.joining(" or "));
  }
}
