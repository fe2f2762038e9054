package dev.isotherm.pipeline;

import dev.isotherm.alert.RulesVersion;
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
  List<RulesVersion> read() throws Exception;
}
