package dev.isotherm.sensors;

/**
 * A value, and where it stands.
 *
 * @param line of the file, counted from 1
 */
public record Located<T>(T value, int line) {}
