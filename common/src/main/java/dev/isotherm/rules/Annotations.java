package dev.isotherm.rules;

import dev.isotherm.model.InvalidFieldException;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Texts that an alert carries for people and for routing. They do not decide when an alert changes.
 *
 * @param texts for people
 * @param labels by name, sorted; at most {@value #MOST_LABELS}
 */
public record Annotations(Texts texts, Map<String, String> labels) implements Serializable {

  /** No texts and no labels. */
  public static final Annotations NONE = new Annotations(Texts.NONE, Map.of());

  /** Most labels of a rule. */
  public static final int MOST_LABELS = 32;

  private static final int MAX_LENGTH = 256;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  public Annotations {
    Objects.requireNonNull(texts, "texts");
    if (labels.size() > MOST_LABELS) {
      throw new InvalidFieldException(
          "labels",
          "labels: there are " + labels.size() + "; at most " + MOST_LABELS + " are allowed");
    }
    labels.forEach(
        (name, value) -> {
          if (!NAME.matcher(name).matches() || name.length() > MAX_LENGTH) {
            throw new InvalidFieldException(
                "labels", name, "a name must be letters, digits and _, and begin with no digit");
          }
          Rule.requireText("labels", "labels " + name, value, MAX_LENGTH);
        });
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }
}
