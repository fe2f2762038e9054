package dev.isotherm.jobs.commands.baseline;

import picocli.CommandLine.Command;

/** The commands about what is usual. */
@Command(
    name = "baseline",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ShowBaselineCommand.class, PublishBaselineCommand.class},
    description = {
      "Learns from history what is usual for each series, shows it, and publishes it to streams.",
      "docs/baselines.md explains the file.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  isotherm baseline learn logs/ -o usual.jsonl      # by hour of the week, of 28 days",
      "  isotherm baseline show usual.jsonl boiler-7       # what is usual for a sensor",
      "  isotherm baseline publish usual.jsonl             # to running streams"
    })
public final class BaselineCommand {}
