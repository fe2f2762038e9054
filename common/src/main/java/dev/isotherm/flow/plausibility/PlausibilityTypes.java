package dev.isotherm.flow.plausibility;

import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.series.SeriesReadingsSerializer;
import dev.isotherm.flow.state.CompactType;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** How the state of the checks of readings is serialised, and their side outputs. */
public final class PlausibilityTypes {

  static final TypeInformation<EqualRun> EQUAL_RUN =
      new CompactType<>(EqualRun.class, EqualRunSerializer.INSTANCE, false);

  static final TypeInformation<SeriesReadings> SERIES_READINGS =
      new CompactType<>(SeriesReadings.class, SeriesReadingsSerializer.INSTANCE, false);

  /** Readings that are no measurements, and readings that came too late to be checked. */
  public static final OutputTag<LateReading> IMPLAUSIBLE =
      new OutputTag<>("implausible", ModelTypes.LATE_READING);

  /** Readings of series whose values may stay the same for some time only. */
  public static final OutputTag<Reading> TO_CHECK = new OutputTag<>("to-check", ModelTypes.READING);

  private PlausibilityTypes() {}
}
