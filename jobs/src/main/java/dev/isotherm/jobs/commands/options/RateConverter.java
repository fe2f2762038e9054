package dev.isotherm.jobs.commands.options;

import dev.isotherm.jobs.fleet.Rate;

/** Reads a rate as {@link Rate} does. */
public final class RateConverter extends TextConverter<Rate> {
  public RateConverter() {
    super(Rate::parse);
  }
}
