package dev.isotherm.jobs.diff;

import dev.isotherm.jobs.diff.AlertDiff.Change;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.text.Template;
import dev.isotherm.rules.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What differs between two rules besides their alerts.
 *
 * @param rule the name of the new rule
 * @param change {@link Change#RENAMED} or {@link Change#REWORDED}
 * @param sentence says what differs
 */
public record RuleNote(String rule, Change change, String sentence) {

  /** What differs in names, texts and labels; empty if nothing does. */
  static List<RuleNote> between(Rule before, Rule after) {
    String name = after.name();
    List<RuleNote> notes = new ArrayList<>();
    if (!before.name().equals(name)) {
      String sentence =
          String.format(
              "%s was %s: to publish it ends what fires under that name, and begins anew",
              name, before.name());
      notes.add(new RuleNote(name, Change.RENAMED, sentence));
    }
    List<String> others = otherTexts(before, after);
    if (!others.isEmpty()) {
      String sentence = name + " differs in " + String.join(", ", others);
      notes.add(new RuleNote(name, Change.REWORDED, sentence));
    }
    return notes;
  }

  private static List<String> otherTexts(Rule before, Rule after) {
    List<String> others = new ArrayList<>();
    Map<String, Template> texts = before.annotations().texts().byKey();
    Map<String, Template> newTexts = after.annotations().texts().byKey();
    for (String key : Texts.KEYS) {
      if (!Objects.equals(texts.get(key), newTexts.get(key))) {
        others.add(key);
      }
    }
    if (!before.annotations().labels().equals(after.annotations().labels())) {
      others.add("labels, by which alerts are routed");
    }
    if (!before.annotations().severities().equals(after.annotations().severities())) {
      others.add("the severities of its file");
    }
    return others;
  }
}
