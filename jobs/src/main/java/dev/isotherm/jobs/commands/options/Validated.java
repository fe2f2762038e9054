package dev.isotherm.jobs.commands.options;

import dev.isotherm.model.ValidationErrors;

/**
 * A command, or a mixin of options, that checks more than the value of a single option. The check
 * runs before the command, also if some options could not be converted: these then hold their
 * default or {@code null}, and errors added for them are ignored.
 */
@FunctionalInterface
public interface Validated {

  /** Adds everything that is wrong. Must have no side effects. */
  void check(ValidationErrors errors);
}
