package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.state.CompactType;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;

/** How averages are serialised, and the side output of late readings. */
public final class AverageTypes {

  public static final TypeInformation<Average> AVERAGE = Types.POJO(Average.class);

  public static final TypeInformation<AverageUpdate> AVERAGE_UPDATE =
      Types.POJO(AverageUpdate.class);

  public static final TypeInformation<OpenWindow> OPEN_WINDOW =
      new CompactType<>(OpenWindow.class, OpenWindowSerializer.INSTANCE, false);

  static final TypeInformation<WindowTable> WINDOW_TABLE =
      new CompactType<>(WindowTable.class, WindowTableSerializer.INSTANCE, false);

  public static final TypeInformation<Session> SESSION =
      Types.POJO(Session.class, Map.of("window", ModelTypes.SERIES_WINDOW, "open", OPEN_WINDOW));

  public static final TypeInformation<AverageAccumulator> ACCUMULATOR =
      new CompactType<>(AverageAccumulator.class, AccumulatorSerializer.INSTANCE, false);

  public static final TypeInformation<WindowKeyedBySeries> WINDOW_KEYED_BY_SERIES =
      Types.POJO(WindowKeyedBySeries.class, Map.of("window", ModelTypes.SERIES_WINDOW));

  public static final OutputTag<LateReading> LATE =
      new OutputTag<>("late", ModelTypes.LATE_READING);

  /** What each average of a window adds to the one before; not for sessions. */
  public static final OutputTag<AddedReadings> ADDED =
      new OutputTag<>(
          "added",
          Types.POJO(
              AddedReadings.class,
              Map.of(
                  "window", ModelTypes.SERIES_WINDOW,
                  "readings", ACCUMULATOR,
                  "isFirst", Types.BOOLEAN)));

  private AverageTypes() {}
}
