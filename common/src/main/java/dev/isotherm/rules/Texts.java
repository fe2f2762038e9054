package dev.isotherm.rules;

import java.io.Serializable;
import java.util.LinkedHashMap;
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

  /** No texts. */
  public static final Texts NONE = new Texts(null, null, null, null, null);

  /** A summary alone. */
  public static Texts ofSummary(String summary) {
    return new Texts(Template.of("summary", summary), null, null, null, null);
  }

  /** The texts that are there, by their keys in a file of rules. */
  public Map<String, Template> byKey() {
    Map<String, Template> texts = new LinkedHashMap<>();
    texts.put("summary", summary);
    texts.put("resolvedSummary", resolvedSummary);
    texts.put("noDataSummary", noDataSummary);
    texts.put("description", description);
    texts.put("runbook", runbook);
    texts.values().removeIf(text -> text == null);
    return texts;
  }
}
