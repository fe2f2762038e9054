package dev.isotherm.rules.yaml;

import dev.isotherm.model.DidYouMean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The keys of a map and their values. What cannot be read as asked for is added to the faults, and
 * read as what the caller has for a key that is not there.
 */
public final class YamlMap {

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

  private final RuleFileErrors faults;
  private final int line;
  private final Map<String, NodeTuple> members = new LinkedHashMap<>();

  private YamlMap(RuleFileErrors faults, int line) {
    this.faults = faults;
    this.line = line;
  }

  /** Takes a node for a map; {@code null}, and a fault, if it is none. */
  public static YamlMap of(Node node, String key, RuleFileErrors faults) {
    if (!(node instanceof MappingNode mapping)) {
      faults.add(lineOf(node), key + ": must be a map of keys and values");
      return null;
    }
    YamlMap map = new YamlMap(faults, lineOf(node));
    for (NodeTuple member : mapping.getValue()) {
      if (!(member.getKeyNode() instanceof ScalarNode name)) {
        faults.add(lineOf(member.getKeyNode()), key + ": a key must be a word");
      } else if (map.members.putIfAbsent(name.getValue(), member) != null) {
        faults.add(lineOf(name), name.getValue() + ": is there twice");
      }
    }
    return map;
  }

  static int lineOf(Node node) {
    return YamlText.line(node.getStartMark());
  }

  /** Adds a fault for every key but these. */
  public void allow(List<String> known) {
    members.forEach(
        (key, member) -> {
          if (!known.contains(key)) {
            List<String> near = DidYouMean.of(key, known);
            faults.add(
                lineOf(member.getKeyNode()),
                key
                    + ": is not known; "
                    + (near.isEmpty()
                        ? "must be one of " + String.join(", ", known)
                        : "did you mean " + String.join(" or ", near) + "?"));
          }
        });
  }

  /** The line where the map begins. */
  public int line() {
    return line;
  }

  /** The line of a key; that of the map where it is not there. */
  int lineOf(String key) {
    NodeTuple member = members.get(key);
    return member == null ? line : lineOf(member.getKeyNode());
  }

  public boolean has(String key) {
    return members.containsKey(key);
  }

  public List<String> keys() {
    return List.copyOf(members.keySet());
  }

  /** Adds a fault on a key's value. */
  public void fault(String key, String sentence) {
    faults.add(lineOf(key), sentence);
  }

  /** Adds a fault on something that the map holds. */
  public void faultOnLine(int faulty, String sentence) {
    faults.add(faulty, sentence);
  }

  /** The text of a key. */
  public String text(String key, String otherwise) {
    return scalar(key, "a text", text -> text, otherwise);
  }

  /** The number of a key. */
  Double number(String key, Double otherwise) {
    return scalar(key, "a number such as 28 or 28.5", YamlMap::finite, otherwise);
  }

  /** The whole number of a key. */
  Integer whole(String key, Integer otherwise) {
    return scalar(key, "a whole number", Integer::valueOf, otherwise);
  }

  /** The duration of a key, of at least zero. */
  public Duration duration(String key, Duration otherwise) {
    return scalar(key, RuleDurations.FORM, RuleDurations::read, otherwise);
  }

  private <T> T scalar(String key, String wanted, Function<String, T> reader, T otherwise) {
    NodeTuple member = members.get(key);
    if (member == null) {
      return otherwise;
    }
    if (!(member.getValueNode() instanceof ScalarNode scalar) || isNull(scalar)) {
      faults.add(lineOf(member.getKeyNode()), key + ": must be " + wanted);
      return otherwise;
    }
    try {
      return reader.apply(scalar.getValue());
    } catch (IllegalArgumentException unreadable) {
      faults.add(lineOf(scalar), key + " " + scalar.getValue() + ": must be " + wanted);
      return otherwise;
    }
  }

  private static boolean isNull(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.NULL);
  }

  private static double finite(String text) {
    if (!NUMBER.matcher(text).matches() || !Double.isFinite(Double.parseDouble(text))) {
      throw new IllegalArgumentException(text);
    }
    return Double.parseDouble(text);
  }

  /** The two numbers of a key; {@code null} if there are none. */
  double[] band(String key) {
    NodeTuple member = members.get(key);
    if (member == null) {
      return null;
    }
    if (member.getValueNode() instanceof SequenceNode list && list.getValue().size() == 2) {
      double[] band = new double[2];
      for (int i = 0; i < 2; i++) {
        try {
          band[i] = finite(((ScalarNode) list.getValue().get(i)).getValue());
        } catch (IllegalArgumentException | ClassCastException notANumber) {
          faults.add(lineOf(list), key + ": must be two numbers such as [20, 28]");
          return null;
        }
      }
      return band;
    }
    faults.add(lineOf(member.getKeyNode()), key + ": must be two numbers such as [20, 28]");
    return null;
  }

  /** The texts of a list, by their lines; none if there is no such key. */
  public Map<Integer, String> texts(String key) {
    Map<Integer, String> texts = new LinkedHashMap<>();
    NodeTuple member = members.get(key);
    if (member != null && !(member.getValueNode() instanceof SequenceNode)) {
      faults.add(lineOf(member.getKeyNode()), key + ": must be a list");
    } else if (member != null) {
      for (Node element : ((SequenceNode) member.getValueNode()).getValue()) {
        if (!(element instanceof ScalarNode scalar)) {
          faults.add(lineOf(element), key + ": must be a list of texts");
        } else if (texts.putIfAbsent(lineOf(scalar), scalar.getValue()) != null) {
          faults.add(lineOf(element), key + ": must have each text on a line of its own");
        }
      }
    }
    return texts;
  }

  /** The map of a key; {@code null} if there is none. */
  public YamlMap map(String key) {
    NodeTuple member = members.get(key);
    return member == null ? null : of(member.getValueNode(), key, faults);
  }

  /** The maps of a list; none if there is no such key. */
  public List<YamlMap> maps(String key) {
    NodeTuple member = members.get(key);
    if (member == null) {
      return List.of();
    }
    if (!(member.getValueNode() instanceof SequenceNode list)) {
      faults.add(lineOf(member.getKeyNode()), key + ": must be a list");
      return List.of();
    }
    List<YamlMap> maps = new ArrayList<>();
    for (Node element : list.getValue()) {
      YamlMap map = of(element, key, faults);
      if (map != null) {
        maps.add(map);
      }
    }
    return maps;
  }
}
