package dev.isotherm.flow.alert;

import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.SoughtNames;
import dev.isotherm.rules.ActiveRules;
import dev.isotherm.rules.RulesByInstant;
import org.jspecify.annotations.Nullable;

/**
 * Tells with the progress of a subtask which rules are active, and which of them watch a series.
 */
final class SoughtRules {

  private final RulesByInstant versions;
  private final SoughtNames names = new SoughtNames("rule");
  private @Nullable ActiveRules sought;

  SoughtRules(RulesByInstant versions) {
    this.versions = versions;
  }

  /** Adds to a part what has changed since the last call. */
  ProgressPart addTo(ProgressPart part, long watermark) {
    ActiveRules now = versions.at(watermark);
    if (sought == null || !now.hasSameRulesAs(sought)) {
      sought = now;
      names.seek(now.watchedTexts());
    }
    if (!names.areAllFound()) {
      versions.forEachWatching(rule -> names.found(rule.watchedText()));
    }
    return names.addTo(part);
  }
}
