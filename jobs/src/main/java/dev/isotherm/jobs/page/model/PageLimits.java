package dev.isotherm.jobs.page.model;

/**
 * How much the page keeps. It bounds the memory of the process.
 *
 * @param series number of series; those that were updated longest ago are forgotten
 * @param windows number of windows of each series; the oldest are forgotten
 */
public record PageLimits(int series, int windows) {

  /** Of all series together. */
  static final int ALERTS = 10_000;

  static final int SPANS = 5_000;

  static final int REJECTED = 50;

  /** About 64 bytes for each window, 38 MB in all. */
  public static final PageLimits DEFAULT = new PageLimits(2_000, 300);
}
