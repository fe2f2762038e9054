package dev.isotherm.flow.alert;

import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RuleSetVersion;
import java.util.List;

/** Evaluates readings as they come, by rules of which versions are published. */
public final class EvaluateChangingRules extends EvaluateRules {

  private static final long serialVersionUID = 1;

  private final PublishedRules published;

  public EvaluateChangingRules(
      RuleSetHistory known,
      PublishedRules published,
      RuleScope scope,
      PublishedTransitions before) {
    super(known, scope, before);
    this.published = published;
  }

  @Override
  protected List<RuleSetVersion> published() throws Exception {
    return published.read();
  }
}
