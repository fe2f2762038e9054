package dev.isotherm.flow.repeat;

import dev.isotherm.flow.state.CompactType;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** How readings that have been seen are serialised, and the side output of repeats. */
public final class RepeatTypes {

  public static final TypeInformation<SeenReadings> SEEN_READINGS =
      new CompactType<>(SeenReadings.class, SeenReadingsSerializer.INSTANCE, false);

  /** Readings that repeat an earlier one. */
  public static final OutputTag<LateReading> REPEATS =
      new OutputTag<>("repeats", ModelTypes.LATE_READING);

  private RepeatTypes() {}
}
