package dev.isotherm.yaml;

import dev.isotherm.model.ConfigurationException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

/** Parses YAML into nodes that know their lines, within limits of size and depth. */
public final class YamlText {

  /** Longest file, in characters: tens of thousands of rules. */
  public static final int MAX_LENGTH = 16 * 1024 * 1024;

  /** Deepest nesting of a document. */
  public static final int MAX_DEPTH = 16;

  private YamlText() {}

  /**
   * Reads a document that must be a map.
   *
   * @param name of the file, for people
   * @throws ConfigurationException with all errors, if it is none
   */
  public static YamlMap readMap(String name, String text, YamlErrors errors) {
    Node root = compose(text, errors);
    errors.throwIfAny();
    YamlMap map = YamlMap.of(root, name, errors);
    if (map == null) {
      errors.throwIfAny();
    }
    return map;
  }

  /**
   * The text of a file.
   *
   * @throws ConfigurationException if it cannot be read
   */
  public static String text(Path path) {
    try {
      if (Files.size(path) > 4L * MAX_LENGTH) {
        throw new ConfigurationException(path + ": is longer than a file of YAML may be");
      }
      return Files.readString(path);
    } catch (CharacterCodingException notText) {
      throw new ConfigurationException(path + ": is not UTF-8");
    } catch (NoSuchFileException missing) {
      throw new ConfigurationException(path + ": there is no such file");
    } catch (IOException unreadable) {
      throw new ConfigurationException(path + ": cannot be read: " + unreadable.getMessage());
    }
  }

  private static @Nullable Node compose(String text, YamlErrors errors) {
    if (text.length() > MAX_LENGTH) {
      errors.add(0, "has " + text.length() + " characters; at most " + MAX_LENGTH + " are allowed");
      return null;
    }
    LoadSettings settings =
        LoadSettings.builder().setUseMarks(true).setCodePointLimit(MAX_LENGTH).build();
    try {
      if (!isWithinLimits(text, settings, errors)) {
        return null;
      }
      Node root = new Compose(settings).composeString(text).orElse(null);
      if (root == null) {
        errors.add(0, "is empty");
      }
      return root;
    } catch (MarkedYamlEngineException notYaml) {
      int line = line(notYaml.getProblemMark());
      String written = text.lines().skip(Math.max(0, line - 1)).findFirst().orElse("");
      String problem = notYaml.getProblem();
      errors.add(line, "is not YAML: " + problem + YamlSlips.hint(written, problem));
    } catch (YamlEngineException notYaml) {
      errors.add(0, "is not YAML: " + notYaml.getMessage());
    }
    return null;
  }

  /** Checked before nodes are composed, which takes a stack as deep as the document. */
  private static boolean isWithinLimits(String text, LoadSettings settings, YamlErrors errors) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event.getEventId() == Event.ID.Alias) {
        errors.add(line(event.getStartMark()), "aliases (*name) are not allowed");
        return false;
      }
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        errors.add(
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
