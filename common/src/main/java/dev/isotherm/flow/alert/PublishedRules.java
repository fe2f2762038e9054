package dev.isotherm.flow.alert;

import dev.isotherm.rules.RuleSetVersion;
import java.io.Serializable;
import java.util.List;

/**
 * The versions of the rules that are published so far. Each subtask reads them when it starts or is
 * restored, so that it knows them before its first reading. Versions are not checkpointed: the
 * topic of rules keeps them.
 */
@FunctionalInterface
public interface PublishedRules extends Serializable {

  /** Reads all valid versions, in the order in which they were published. */
  List<RuleSetVersion> read() throws Exception;
}
