package dev.isotherm.baseline;

import dev.isotherm.model.Series;

/**
 * What is usual for a series in one slot.
 *
 * @param slot its number, see {@link Slots}
 */
public record LearnedSlot(Series series, int slot, Usual usual) {}
