package dev.isotherm.jobs.commands.options;

import dev.isotherm.parse.mapping.SensorSource;

/** Reads where the sensor comes from. */
final class SensorConverter extends TextConverter<SensorSource> {
  SensorConverter() {
    super(SensorSource::parse);
  }
}
