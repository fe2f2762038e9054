package dev.isotherm.flow.alert;

import dev.isotherm.alert.AlertStatus;
import dev.isotherm.alert.Flaps;
import dev.isotherm.alert.LevelStatus;
import dev.isotherm.alert.RecentRange;
import dev.isotherm.flow.state.CompactType;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;

/** How alerts are serialised. */
public final class AlertTypes {

  private static final TypeInformation<Severity> SEVERITY = Types.ENUM(Severity.class);
  private static final TypeInformation<AlertState> STATE = Types.ENUM(AlertState.class);

  public static final TypeInformation<Transition> TRANSITION = transition();
  public static final TypeInformation<AlertStatus> ALERT_STATUS = status();

  public static final TypeInformation<LastEvaluated> LAST_EVALUATED =
      Types.POJO(LastEvaluated.class);

  public static final TypeInformation<RulesUpdate> RULES_UPDATE = Types.POJO(RulesUpdate.class);

  public static final TypeInformation<PendingTransition> PENDING_TRANSITION =
      Types.POJO(PendingTransition.class, Map.of("transition", TRANSITION, "millis", Types.LONG));

  public static final TypeInformation<SeriesReadings> SERIES_READINGS =
      new CompactType<>(SeriesReadings.class, SeriesReadingsSerializer.INSTANCE, false);

  /** What falls due after the last reading of its series. */
  public static final OutputTag<Transition> AFTER_END_OF_INPUT =
      new OutputTag<>("after-last", TRANSITION);

  /** Readings that came too late or out of order for their rules. */
  public static final OutputTag<LateReading> LATE =
      new OutputTag<>("late-for-rules", ModelTypes.LATE_READING);

  private AlertTypes() {}

  private static TypeInformation<Transition> transition() {
    Map<String, TypeInformation<?>> fields = new HashMap<>();
    fields.put("rule", Types.STRING);
    fields.put("series", Types.POJO(Series.class));
    fields.put("severity", SEVERITY);
    fields.put("state", STATE);
    fields.put("previous", STATE);
    fields.put("previousSeverity", SEVERITY);
    fields.put("atMillis", Types.LONG);
    fields.put("value", Types.DOUBLE);
    fields.put("threshold", Types.DOUBLE);
    fields.put("sinceMillis", Types.LONG);
    fields.put("reason", Types.ENUM(TransitionReason.class));
    fields.put("repeat", Types.INT);
    fields.put("rulesVersion", Types.STRING);
    fields.put("summary", Types.STRING);
    fields.put("labels", Types.MAP(Types.STRING, Types.STRING));
    return Types.POJO(Transition.class, fields);
  }

  private static TypeInformation<AlertStatus> status() {
    Map<String, TypeInformation<?>> flaps = new HashMap<>();
    flaps.put("flapping", Types.BOOLEAN);
    flaps.put("severity", SEVERITY);
    flaps.put("sinceMillis", Types.LONG);
    flaps.put("changes", Types.LIST(Types.LONG));
    Map<String, TypeInformation<?>> fields = new HashMap<>();
    fields.put("state", STATE);
    fields.put("severity", SEVERITY);
    fields.put("sinceMillis", Types.LONG);
    fields.put("levels", Types.LIST(Types.POJO(LevelStatus.class)));
    fields.put("last", Types.POJO(AlertStatus.LastReading.class));
    fields.put("recent", Types.LIST(Types.POJO(RecentRange.class)));
    fields.put("flaps", Types.POJO(Flaps.class, flaps));
    return Types.POJO(AlertStatus.class, fields);
  }
}
