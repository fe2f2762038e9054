package dev.isotherm.jobs.report.html;

/**
 * The readings of a series in a window, or in several windows that one point of a chart stands for.
 *
 * @param endMillis first instant after it
 */
record Point(long startMillis, long endMillis, long count, double mean, double min, double max) {}
