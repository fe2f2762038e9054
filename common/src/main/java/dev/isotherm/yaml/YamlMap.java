package dev.isotherm.yaml;

import dev.isotherm.model.DidYouMean;
import dev.isotherm.model.InvalidFieldException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The keys of a map and their values. A value of the wrong type adds an error and is read as if the
 * key were missing.
 */
public final class YamlMap {

  private final YamlErrors errors;
  private final int line;
  private final Map<String, NodeTuple> members = new LinkedHashMap<>();

  private YamlMap(YamlErrors errors, int line) {
    this.errors = errors;
    this.line = line;
  }

  /** Returns {@code null}, and adds an error, if the node is not a map. */
  public static @Nullable YamlMap of(Node node, String key, YamlErrors errors) {
    if (!(node instanceof MappingNode mapping)) {
      errors.add(lineOf(node), key + ": must be a map of keys and values");
      return null;
    }
    YamlMap map = new YamlMap(errors, lineOf(node));
    for (NodeTuple member : mapping.getValue()) {
      if (!(member.getKeyNode() instanceof ScalarNode name)) {
        errors.add(lineOf(member.getKeyNode()), key + ": a key must be a word");
      } else if (map.members.putIfAbsent(name.getValue(), member) != null) {
        errors.add(lineOf(name), name.getValue() + ": duplicate key");
      }
    }
    return map;
  }

  private static int lineOf(Node node) {
    return YamlText.line(node.getStartMark());
  }

  /** Adds an error for every other key. */
  public void allow(List<String> known) {
    allow(known, Map.of());
  }

  /**
   * Adds an error for every other key.
   *
   * @param elsewhere keys of other programs, and what to write in place of them
   */
  public void allow(List<String> known, Map<String, String> elsewhere) {
    for (String key : members.keySet()) {
      if (!known.contains(key) && elsewhere.containsKey(key)) {
        error(key, key + ": is not known; write " + elsewhere.get(key));
      } else if (!known.contains(key)) {
        List<String> near = DidYouMean.of(key, known);
        error(
            key,
            near.isEmpty()
                ? key + ": is not known; must be one of " + String.join(", ", known)
                : key + ": is not known; did you mean " + String.join(" or ", near) + "?");
      }
    }
  }

  /** Adds an error unless all keys are there. */
  public void requireAll(String name, List<String> keys) {
    if (!members.keySet().containsAll(keys)) {
      errors.add(line, name + ": needs " + String.join(" and ", keys));
    }
  }

  /** The line where the map begins. */
  public int line() {
    return line;
  }

  /** The line of a key; that of the map if the key is missing. */
  public int lineOf(String key) {
    NodeTuple member = members.get(key);
    return member == null ? line : lineOf(member.getKeyNode());
  }

  /** Whether the value of a key is a text or a number. */
  public boolean isScalar(String key) {
    return value(key) instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL);
  }

  /** Whether the value of a key is a map. */
  public boolean isMap(String key) {
    return value(key) instanceof MappingNode;
  }

  public boolean has(String key) {
    return members.containsKey(key);
  }

  public List<String> keys() {
    return List.copyOf(members.keySet());
  }

  /** Adds an error on the line of a key. */
  public void error(String key, String sentence) {
    errors.add(lineOf(key), sentence);
  }

  /** Adds an error on a line of a nested value. */
  public void errorOnLine(int nested, String sentence) {
    errors.add(nested, sentence);
  }

  /**
   * Builds a value; if it is invalid, adds an error on the line of the invalid field.
   *
   * @param otherwise the key whose line is taken if the map does not have the field
   * @return {@code null} if it is invalid
   */
  public <T> @Nullable T build(String otherwise, Supplier<@Nullable T> builder) {
    try {
      return builder.get();
    } catch (InvalidFieldException invalid) {
      error(has(invalid.field()) ? invalid.field() : otherwise, invalid.getMessage());
      return null;
    }
  }

  public @Nullable String text(String key, @Nullable String otherwise) {
    return scalar(key, "a text", text -> text, otherwise);
  }

  /** The text of a key that must be there; {@code null}, and an error, if it is missing. */
  public @Nullable String required(String key) {
    if (!has(key)) {
      error(key, key + ": is required");
    }
    return text(key, null);
  }

  /** The text of a key, or the texts of its list. */
  public List<String> textOrTexts(String key, String otherwise) {
    if (!(value(key) instanceof SequenceNode list)) {
      return List.of(text(key, otherwise));
    }
    List<String> texts = new ArrayList<>();
    for (Node element : list.getValue()) {
      if (element instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
        texts.add(scalar.getValue());
      } else {
        errors.add(lineOf(element), key + ": must be a text, or a list of texts");
      }
    }
    return texts;
  }

  public @Nullable Double number(String key, @Nullable Double otherwise) {
    return scalar(key, "a number such as 28 or 28.5", YamlScalars::finite, otherwise);
  }

  public @Nullable Integer whole(String key, @Nullable Integer otherwise) {
    return scalar(key, "a whole number", Integer::valueOf, otherwise);
  }

  /** A duration of at least zero. */
  public @Nullable Duration duration(String key, @Nullable Duration otherwise) {
    return scalar(key, YamlScalars.DURATION_FORM, YamlScalars::parseDuration, otherwise);
  }

  /**
   * The value of a key; {@code null} if there is none.
   *
   * @param wanted what it must be
   * @param reader throws an IllegalArgumentException for a text that is no such value
   */
  public <T> @Nullable T scalar(String key, String wanted, Function<String, T> reader) {
    return scalar(key, wanted, reader, null);
  }

  private <T> @Nullable T scalar(
      String key, String wanted, Function<String, T> reader, @Nullable T otherwise) {
    Node value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
      boolean braces = value instanceof MappingNode && wanted.equals("a text");
      error(
          key,
          key
              + ": must be "
              + wanted
              + (braces ? "; one that begins with { stands in quotes" : ""));
      return otherwise;
    }
    try {
      return reader.apply(scalar.getValue());
    } catch (IllegalArgumentException unreadable) {
      errors.add(lineOf(scalar), key + " " + scalar.getValue() + ": must be " + wanted);
      return otherwise;
    }
  }

  private @Nullable Node value(String key) {
    NodeTuple member = members.get(key);
    return member == null ? null : member.getValueNode();
  }

  /**
   * The two values of a key; {@code null} if there are none.
   *
   * @param wanted what they must be
   * @param reader throws an IllegalArgumentException for a text that is no such value
   */
  public <T> @Nullable List<T> pair(String key, String wanted, Function<String, T> reader) {
    Node value = value(key);
    if (value == null) {
      return null;
    }
    boolean isPair = value instanceof SequenceNode list && list.getValue().size() == 2;
    List<T> pair = isPair ? YamlScalars.all(((SequenceNode) value).getValue(), reader) : null;
    if (pair == null) {
      errors.add(isPair ? lineOf(value) : lineOf(key), key + ": must be " + wanted);
    }
    return pair;
  }

  /** Reads the elements of a list, each of which is a text or a map. */
  public void forEachElement(
      String key, BiConsumer<Integer, String> texts, Consumer<YamlMap> maps) {
    for (Node element : list(key)) {
      if (element instanceof ScalarNode scalar) {
        texts.accept(lineOf(scalar), scalar.getValue());
      } else if (element instanceof MappingNode) {
        YamlMap map = of(element, key, errors);
        if (map != null) {
          maps.accept(map);
        }
      } else {
        errors.add(lineOf(element), key + ": must be a list of texts or maps");
      }
    }
  }

  /**
   * The value of a key as one text: a scalar as it is, the scalars of a list with commas, those of
   * a map as {@code key=value}. A text with a comma in a list is quoted.
   *
   * @return {@code null}, and an error, if it is anything else
   */
  public @Nullable String joined(String key) {
    String text = YamlScalars.joined(value(key));
    if (text == null) {
      error(key, key + ": must be a text, a number, true or false, or a list of them");
    }
    return text;
  }

  /** Returns the texts of a list of texts; empty for anything else. */
  public List<String> elements(String key) {
    return value(key) instanceof SequenceNode list
        ? list.getValue().stream()
            .filter(ScalarNode.class::isInstance)
            .map(element -> ((ScalarNode) element).getValue())
            .toList()
        : List.of();
  }

  /** The map of a key; {@code null} if there is none. */
  public @Nullable YamlMap map(String key) {
    Node value = value(key);
    return value == null ? null : of(value, key, errors);
  }

  /** Reads the map of a key; {@code null} if there is none. */
  public <T> @Nullable T map(String key, Function<YamlMap, @Nullable T> reader) {
    YamlMap map = map(key);
    return map == null ? null : reader.apply(map);
  }

  /** The map of a key, or the maps of its list; none if the key is missing. */
  public List<YamlMap> mapOrMaps(String key) {
    if (value(key) instanceof MappingNode one) {
      return List.of(of(one, key, errors));
    }
    return maps(key);
  }

  /** The maps of a list; none if the key is missing. */
  public List<YamlMap> maps(String key) {
    List<YamlMap> maps = new ArrayList<>();
    for (Node element : list(key)) {
      YamlMap map = of(element, key, errors);
      if (map != null) {
        maps.add(map);
      }
    }
    return maps;
  }

  private List<Node> list(String key) {
    Node value = value(key);
    if (value instanceof SequenceNode list) {
      return list.getValue();
    }
    if (value != null) {
      error(key, key + ": must be a list");
    }
    return List.of();
  }
}
