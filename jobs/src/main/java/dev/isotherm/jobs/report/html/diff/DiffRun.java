package dev.isotherm.jobs.report.html.diff;

import dev.isotherm.model.Accounting;
import dev.isotherm.rules.RuleSet;
import java.time.ZoneId;
import java.util.List;

/**
 * What was compared, as far as a report says it.
 *
 * @param version name and version of the program
 * @param inputs files or the topic, as they were named
 * @param oldName of the old rules, as it was given
 * @param newName of the new rules, as it was given
 * @param windows the windows of rules on averages, in words
 * @param zone time zone of all times in the report
 * @param read the messages and readings of history
 * @param warnings what looks like a mistake, one sentence each
 */
public record DiffRun(
    String version,
    List<String> inputs,
    String oldName,
    String newName,
    RuleSet oldRules,
    RuleSet newRules,
    String windows,
    ZoneId zone,
    Accounting read,
    List<String> warnings) {
  public DiffRun {
    inputs = List.copyOf(inputs);
    warnings = List.copyOf(warnings);
  }
}
