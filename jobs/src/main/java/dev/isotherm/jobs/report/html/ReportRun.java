package dev.isotherm.jobs.report.html;

import dev.isotherm.jobs.report.BatchReport.RejectionPosition;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.window.Windowing;
import java.time.ZoneId;
import java.util.List;

/**
 * What was run, as far as a report says it.
 *
 * @param command name of the command, such as {@code batch}
 * @param version name and version of the program
 * @param inputs files or the topic, as they were named
 * @param windows the windows in words, such as {@code 1 day}
 * @param windowing the windows
 * @param rules rules of the alerts; empty for none
 * @param zone time zone of all times in the report
 * @param position formats the position of a rejected message
 */
public record ReportRun(
    String command,
    String version,
    List<String> inputs,
    String windows,
    Windowing windowing,
    RuleSet rules,
    ZoneId zone,
    RejectionPosition position) {
  public ReportRun {
    inputs = List.copyOf(inputs);
  }
}
