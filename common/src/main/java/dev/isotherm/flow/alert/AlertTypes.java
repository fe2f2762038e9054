package dev.isotherm.flow.alert;

import dev.isotherm.alert.AlertStatus;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.series.SeriesReadingsSerializer;
import dev.isotherm.flow.state.CompactType;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Transition;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;

/** How alerts are serialised. */
public final class AlertTypes {

  public static final TypeInformation<Transition> TRANSITION = Types.POJO(Transition.class);
  public static final TypeInformation<AlertStatus> ALERT_STATUS = Types.POJO(AlertStatus.class);

  public static final TypeInformation<LastEvaluated> LAST_EVALUATED =
      Types.POJO(LastEvaluated.class);

  public static final TypeInformation<PlacedValue> PLACED_VALUE = Types.POJO(PlacedValue.class);

  public static final TypeInformation<RulesUpdate> RULES_UPDATE = Types.POJO(RulesUpdate.class);

  public static final TypeInformation<SeriesReadings> SERIES_READINGS =
      new CompactType<>(SeriesReadings.class, SeriesReadingsSerializer.INSTANCE, false);

  /** What falls due after the last reading of its series. */
  public static final OutputTag<Transition> AFTER_END_OF_INPUT =
      new OutputTag<>("after-end-of-input", TRANSITION);

  /** Readings that came too late or out of order for their rules. */
  public static final OutputTag<LateReading> LATE =
      new OutputTag<>("late-for-rules", ModelTypes.LATE_READING);

  private AlertTypes() {}
}
