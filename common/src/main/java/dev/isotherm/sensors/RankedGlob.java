package dev.isotherm.sensors;

import dev.isotherm.glob.Glob;

/**
 * A glob of a table.
 *
 * @param rank its place among the globs, from 0; the least counts first
 */
record RankedGlob(int rank, Glob glob, SensorEntry entry) {}
