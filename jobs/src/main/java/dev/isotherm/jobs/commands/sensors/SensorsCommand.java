package dev.isotherm.jobs.commands.sensors;

import picocli.CommandLine.Command;

/** The commands about the sensor table. */
@Command(
    name = "sensors",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CheckSensorsCommand.class,
      ShowSensorsCommand.class,
      PublishSensorsCommand.class
    },
    description = {
      "Checks, shows and publishes what is known of sensors: labels, units, limits, valid ranges.",
      "docs/sensors.md explains the files.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  isotherm sensors check sensors.csv               # all its errors, or what is in it",
      "  isotherm sensors show sensors.csv boiler-7       # what is known of a sensor, and from where",
      "  isotherm sensors show sensors.yaml > sensors.csv # the same table as CSV",
      "  isotherm sensors publish sensors.csv             # for streams with --sensors topic"
    })
public final class SensorsCommand {}
