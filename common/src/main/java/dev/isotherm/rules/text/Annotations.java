package dev.isotherm.rules.text;

import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.model.Severities;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Texts that an alert carries for people and for routing. They do not decide when an alert changes.
 *
 * @param texts for people
 * @param labels by name, sorted; at most {@value #MOST_LABELS} in a rule, and those of the sensor
 * @param unit of the values, in a rule for one series; {@code null} if it is not known
 * @param severities those of the file of the rule, which say how bad its levels are
 */
public record Annotations(
    Texts texts, Map<String, String> labels, @Nullable String unit, Severities severities)
    implements Serializable {

  /** No texts and no labels. */
  public static final Annotations NONE = new Annotations(Texts.NONE, Map.of());

  /** Most labels of a rule. */
  public static final int MOST_LABELS = 32;

  private static final int MAX_LENGTH = 256;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  public Annotations {
    Objects.requireNonNull(texts, "texts");
    Objects.requireNonNull(severities, "severities");
    labels.forEach(
        (name, value) -> {
          if (!NAME.matcher(name).matches() || name.length() > MAX_LENGTH) {
            throw new InvalidFieldException(
                "labels", name, "a name must be letters, digits and _, and begin with no digit");
          }
          Texts.requireText("labels", "labels " + name, value, MAX_LENGTH);
        });
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /**
   * The annotations of a rule in a file.
   *
   * @throws InvalidFieldException if there are too many labels, or one is not valid
   */
  public Annotations(Texts texts, Map<String, String> labels) {
    this(texts, atMost(labels), null, Severities.STANDARD);
  }

  /** These annotations in a file with severities of its own. */
  public Annotations withSeverities(Severities others) {
    return new Annotations(texts, labels, unit, others);
  }

  private static Map<String, String> atMost(Map<String, String> labels) {
    if (labels.size() > MOST_LABELS) {
      throw new InvalidFieldException(
          "labels",
          "labels: there are " + labels.size() + "; at most " + MOST_LABELS + " are allowed");
    }
    return labels;
  }

  /** With what is known of a series. Of labels with the same name, those of the rule count. */
  public Annotations of(Map<String, String> labelsOfSensor, @Nullable String unitOfSeries) {
    Map<String, String> all = new TreeMap<>(labelsOfSensor);
    all.putAll(labels);
    return new Annotations(texts, all, unitOfSeries, severities);
  }
}
