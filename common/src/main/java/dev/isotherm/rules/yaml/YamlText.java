package dev.isotherm.rules.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** From text to the nodes of a YAML document, which know their lines; within limits. */
public final class YamlText {

  /** Most characters of a file: some ten thousands of rules. */
  static final int MAX_LENGTH = 16 * 1024 * 1024;

  /** How deep a document may be nested. */
  static final int MAX_DEPTH = 16;

  private YamlText() {}

  /** The root of the document; nothing if the text is not one, which is added to the faults. */
  public static Optional<Node> compose(String text, RuleFileErrors faults) {
    if (text.length() > MAX_LENGTH) {
      faults.add(0, "has " + text.length() + " characters; at most " + MAX_LENGTH + " are allowed");
      return Optional.empty();
    }
    LoadSettings settings =
        LoadSettings.builder().setUseMarks(true).setCodePointLimit(MAX_LENGTH).build();
    try {
      if (!isWithinLimits(text, settings, faults)) {
        return Optional.empty();
      }
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        faults.add(0, "is empty");
      }
      return root;
    } catch (MarkedYamlEngineException notYaml) {
      int line = notYaml.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      faults.add(line, "is not YAML: " + notYaml.getProblem());
    } catch (YamlEngineException notYaml) {
      faults.add(0, "is not YAML: " + notYaml.getMessage());
    }
    return Optional.empty();
  }

  /** Before nodes are made of it: to do so takes a stack as deep as the document. */
  private static boolean isWithinLimits(String text, LoadSettings settings, RuleFileErrors faults) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event.getEventId() == Event.ID.Alias) {
        faults.add(line(event.getStartMark()), "aliases (*name) are not allowed");
        return false;
      }
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        faults.add(
            line(event.getStartMark()), "is nested deeper than the " + MAX_DEPTH + " allowed");
        return false;
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
    return true;
  }

  /** The line of a mark, counted from 1. */
  static int line(Optional<Mark> mark) {
    return mark.map(at -> at.getLine() + 1).orElse(0);
  }
}
