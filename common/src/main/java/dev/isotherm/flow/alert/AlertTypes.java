package dev.isotherm.flow.alert;

import dev.isotherm.alert.AlertStatus;
import dev.isotherm.alert.Flaps;
import dev.isotherm.alert.LevelStatus;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.series.SeriesReadingsSerializer;
import dev.isotherm.flow.state.CompactType;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.flow.state.SeveritiesSerializer;
import dev.isotherm.flow.state.SeveritySerializer;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Transition;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.NullableListTypeInfo;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.util.OutputTag;

/** How alerts are serialised. */
public final class AlertTypes {

  private static final TypeInformation<AlertSeverity> SEVERITY =
      new CompactType<>(AlertSeverity.class, SeveritySerializer.INSTANCE, false);

  private static final TypeInformation<Severities> SEVERITIES =
      new CompactType<>(Severities.class, SeveritiesSerializer.INSTANCE, false);

  public static final TypeInformation<Transition> TRANSITION =
      pojo(
          Transition.class,
          Map.of("severity", SEVERITY, "previousSeverity", SEVERITY, "severities", SEVERITIES));

  private static final TypeInformation<LevelStatus> LEVEL_STATUS =
      pojo(LevelStatus.class, Map.of("severity", SEVERITY));

  public static final TypeInformation<AlertStatus> ALERT_STATUS =
      pojo(
          AlertStatus.class,
          Map.of(
              "severity",
              SEVERITY,
              "levels",
              new NullableListTypeInfo<>(LEVEL_STATUS),
              "flaps",
              pojo(Flaps.class, Map.of("severity", SEVERITY))));

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

  /** A record whose fields have the types that Flink finds, but for these. */
  private static <T> TypeInformation<T> pojo(
      Class<T> record, Map<String, TypeInformation<?>> types) {
    PojoTypeInfo<T> found = (PojoTypeInfo<T>) Types.POJO(record);
    Map<String, TypeInformation<?>> all = new HashMap<>(types);
    for (int i = 0; i < found.getArity(); i++) {
      all.putIfAbsent(found.getPojoFieldAt(i).getField().getName(), found.getTypeAt(i));
    }
    return Types.POJO(record, all);
  }
}
