package dev.isotherm.yaml;

import dev.isotherm.model.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The forms of numbers and durations in YAML. */
public final class YamlScalars {

  /** What a duration must be. */
  public static final String DURATION_FORM =
      "whole numbers with ms, s, min, h, d or w, such as 250ms, 5s, 1h30min or 1d";

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

  private YamlScalars() {}

  /**
   * Parses a duration as on the command line; minutes may be written as {@code m}, too.
   *
   * @throws IllegalArgumentException if the text is not a duration, or is negative, or too long to
   *     be counted in milliseconds
   */
  public static Duration parseDuration(String text) {
    return DurationText.parse(text, Duration.ZERO);
  }

  /**
   * Parses a decimal number.
   *
   * @throws IllegalArgumentException if the text is not a number, or exceeds a double
   */
  public static double finite(String text) {
    if (!NUMBER.matcher(text).matches() || !Double.isFinite(Double.parseDouble(text))) {
      throw new IllegalArgumentException(text);
    }
    return Double.parseDouble(text);
  }

  /** The values of all elements; {@code null} if any is none. */
  static <T> @Nullable List<T> all(List<Node> elements, Function<String, T> reader) {
    List<T> values = new ArrayList<>();
    for (Node element : elements) {
      if (!(element instanceof ScalarNode scalar)) {
        return null;
      }
      try {
        values.add(reader.apply(scalar.getValue()));
      } catch (IllegalArgumentException unreadable) {
        return null;
      }
    }
    return values;
  }

  /**
   * A value as one text: a scalar as it is, the scalars of a list with commas, those of a map as
   * {@code key=value}. A text with a comma in a list or map is quoted.
   *
   * @return {@code null} if it is anything else, or empty
   */
  static @Nullable String joined(@Nullable Node value) {
    if (value instanceof ScalarNode scalar) {
      return scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue();
    }
    List<String> parts = new ArrayList<>();
    boolean isReadable = true;
    if (value instanceof SequenceNode list) {
      for (Node element : list.getValue()) {
        isReadable &= element instanceof ScalarNode scalar && parts.add(quoted(scalar.getValue()));
      }
    } else if (value instanceof MappingNode mapping) {
      for (NodeTuple member : mapping.getValue()) {
        isReadable &=
            member.getKeyNode() instanceof ScalarNode name
                && member.getValueNode() instanceof ScalarNode scalar
                && parts.add(quoted(name.getValue() + "=" + scalar.getValue()));
      }
    }
    return isReadable && !parts.isEmpty() ? String.join(",", parts) : null;
  }

  private static String quoted(String text) {
    return text.indexOf(',') < 0 ? text : '"' + text + '"';
  }
}
