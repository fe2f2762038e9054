package dev.isotherm.rules.text;

import dev.isotherm.model.InvalidFieldException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the transitions of a rule say to people.
 *
 * @param summary one sentence, for an alert whose condition holds
 * @param resolvedSummary the sentence for one that has ended; {@code null} for a sentence of the
 *     program if there is a summary
 * @param noDataSummary the sentence for one without data; {@code null} as before
 * @param description more than the summary
 * @param runbook where it is written what to do
 */
public record Texts(
    @Nullable Template summary,
    @Nullable Template resolvedSummary,
    @Nullable Template noDataSummary,
    @Nullable Template description,
    @Nullable Template runbook)
    implements Serializable {

  /** Their keys in a file of rules. */
  public static final List<String> KEYS =
      List.of("summary", "resolvedSummary", "noDataSummary", "description", "runbook");

  /** No texts. */
  public static final Texts NONE = new Texts(null, null, null, null, null);

  /** A summary alone. */
  public static Texts ofSummary(String summary) {
    return new Texts(Template.of("summary", summary), null, null, null, null);
  }

  /** The texts that are there, by their keys in a file of rules. */
  public Map<String, Template> byKey() {
    List<@Nullable Template> all =
        Arrays.asList(summary, resolvedSummary, noDataSummary, description, runbook);
    Map<String, Template> texts = new LinkedHashMap<>();
    for (int i = 0; i < KEYS.size(); i++) {
      if (all.get(i) != null) {
        texts.put(KEYS.get(i), all.get(i));
      }
    }
    return texts;
  }

  /**
   * Checks length and characters of a text of a rule. Control characters are refused: they could
   * command a terminal, and would let two rules look alike.
   *
   * @param start of the message
   */
  public static void requireText(String field, String start, String text, int maxLength) {
    if (text.length() > maxLength) {
      throw new InvalidFieldException(
          field,
          start + ": has " + text.length() + " characters; at most " + maxLength + " are allowed");
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        throw new InvalidFieldException(
            field,
            String.format("%s: holds the control character U+%04X", start, (int) text.charAt(i)));
      }
    }
  }
}
