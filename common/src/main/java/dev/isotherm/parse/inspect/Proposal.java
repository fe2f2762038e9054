package dev.isotherm.parse.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the messages of a sample are probably meant: the options of a mapping that say so, why, and
 * what only the user can decide.
 */
public final class Proposal {

  /** The note that instants are local times of a zone that nobody has named. */
  public static final String READ_AS_UTC =
      "the instants name no offset, so they are read as UTC (--zone)";

  /**
   * An option.
   *
   * @param key its name without dashes
   * @param value as on the command line
   * @param why the reason, as a note
   */
  public record Setting(String key, String value, String why) {}

  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> questions = new ArrayList<>();
  private @Nullable String elements;
  private int lacks;

  void set(String key, String value, String why) {
    settings.put(key, new Setting(key, value, why));
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  void ask(String sentence) {
    questions.add(sentence);
  }

  void askFirst(String sentence) {
    questions.add(0, sentence);
  }

  /** Returns whether a field was not found. */
  boolean isLacking() {
    return lacks > 0;
  }

  /** Returns the options in the order in which they were found. */
  public List<Setting> settings() {
    return List.copyOf(settings.values());
  }

  /** Returns what the user should know: one sentence each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Returns what may be several things, and only the user knows: one sentence each. */
  public List<String> questions() {
    return List.copyOf(questions);
  }

  /** Says that none of the fields is the instant, the sensor or a metric. */
  void lack() {
    lacks++;
  }

  /** Names an array whose elements may be messages. */
  void dividesAt(@Nullable String array) {
    elements = array;
  }

  /** Whether fields were found that were not found in another way of reading the messages. */
  public boolean isBetterThan(Proposal other) {
    return lacks < other.lacks;
  }

  /**
   * Path of an array whose elements may be messages, if some field was not found; else {@code
   * null}.
   */
  public @Nullable String elements() {
    return lacks == 0 ? null : elements;
  }
}
