package dev.isotherm.jobs.commands.rules;

import picocli.CommandLine.Command;

/** The commands about alert rules. */
@Command(
    name = "rules",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CheckRulesCommand.class,
      ShowRulesCommand.class,
      TestRulesCommand.class,
      PublishRulesCommand.class,
      PublishedRulesCommand.class
    },
    description = {
      "Checks, shows, tests, compares and publishes alert rules; docs/rules.md explains their"
          + " files.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  isotherm rules check rules.yaml                  # all its errors",
      "  isotherm rules show > rules.yaml                 # the built-in rules, to begin with",
      "  isotherm rules test rules_test.yaml              # what they do with given values",
      "  isotherm rules diff rules.yaml new.yaml --on logs/   # which alerts would change",
      "  isotherm rules publish rules.yaml                # to the stream that runs"
    })
public final class RulesCommand {}
