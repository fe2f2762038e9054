package dev.isotherm.jobs.commands.run;

import dev.isotherm.model.ValidationErrors;

/**
 * A command, or a group of options mixed into one, that has more to check than one option's value
 * by itself. Called before the command runs, also when some options could not be read: those then
 * hold their default or {@code null}, and faults added for them are ignored.
 */
@FunctionalInterface
public interface Validated {

  /** Adds all that is wrong; starts nothing. */
  void check(ValidationErrors faults);
}
