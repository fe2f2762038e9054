package dev.isotherm.jobs.report;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.group.GroupBy;
import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.window.Windowing;
import java.util.List;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a bounded run was asked for, as far as its report needs it.
 *
 * @param sensors what is known of sensors for the rules
 * @param baseline what is usual for them
 * @param groups by which labels sensors are grouped; {@code null} for no groups
 * @param files the files to read; {@link Files#NONE} for a topic
 * @param isZoneGiven whether the user has named the zone of times without an offset
 * @param warnings one sentence for each option that has no effect on this input
 */
public record BatchRequest(
    RuleSet rules,
    SensorTable sensors,
    Baseline baseline,
    Windowing windowing,
    @Nullable GroupBy groups,
    ParseOptions parsing,
    Files files,
    boolean isZoneGiven,
    List<String> warnings) {

  /** The files to read, and what is known of their dialects. */
  public record Files(List<Path> paths, DialectOptions dialect) {

    /** No files. */
    public static final Files NONE = new Files(List.of(), DialectOptions.NONE);
  }
}
