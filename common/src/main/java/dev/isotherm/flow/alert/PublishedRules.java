package dev.isotherm.flow.alert;

import dev.isotherm.rules.RuleSetVersion;
import java.io.Serializable;
import java.util.List;

/**
 * The versions of the rules that have been published so far. Asked by each subtask before it begins
 * or goes on, so that it knows them before its first reading: the place of publication, not a
 * checkpoint, is what remembers them.
 */
@FunctionalInterface
public interface PublishedRules extends Serializable {

  /** All that count, in the order in which they were published. */
  List<RuleSetVersion> read() throws Exception;
}
