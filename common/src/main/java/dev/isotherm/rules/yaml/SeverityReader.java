package dev.isotherm.rules.yaml;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.DidYouMean;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Severity;
import dev.isotherm.yaml.YamlErrors;
import dev.isotherm.yaml.YamlMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads severities in a file of rules: the list of them, and where they are named.
 *
 * @param all those that may be named
 */
record SeverityReader(Severities all) {

  private static final String KEY = "severities";

  /** The severities of a file; the standard ones if it names none, or if there is an error. */
  static Severities all(YamlMap document, YamlErrors errors) {
    if (!document.has(KEY)) {
      return Severities.STANDARD;
    }
    if (document.isScalar(KEY) || document.isMap(KEY)) {
      document.error(
          KEY, KEY + ": must be a list of names, the mildest first, such as [low, high, disaster]");
      return Severities.STANDARD;
    }
    int before = errors.count();
    List<String> names = document.textOrTexts(KEY, "");
    Severities read =
        errors.count() > before ? null : document.build(KEY, () -> Severities.of(names));
    return read == null ? Severities.STANDARD : read;
  }

  /** Adds an error for each key that is no severity. */
  void requireKnown(YamlMap levels) {
    for (String key : levels.keys()) {
      if (!all.names().contains(key)) {
        levels.error(key, unknown("levels", key));
      }
    }
  }

  /** The severity that is the value of a key; {@code null} if there is none, or an error. */
  @Nullable AlertSeverity read(YamlMap rule, String key) {
    String text = rule.text(key, null);
    if (text == null) {
      return null;
    }
    if (!all.names().contains(text)) {
      rule.error(key, unknown(key, text));
      return null;
    }
    return AlertSeverity.of(text);
  }

  /**
   * The severity that a rule without levels must be given.
   *
   * @return the mildest; {@code null} if it has that of {@link dev.isotherm.rules.Rule}, a warning
   */
  @Nullable AlertSeverity ofSilenceAlone() {
    return all.contains(Severity.WARNING) ? null : all.all().get(0);
  }

  private String unknown(String key, String text) {
    List<String> near = DidYouMean.of(text, all.names());
    return String.format(
        "%s %s: must be one of %s%s",
        key, text, all, near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
  }
}
