package dev.isotherm.pipeline;

import dev.isotherm.alert.AlertStatus;
import dev.isotherm.alert.Flaps;
import dev.isotherm.alert.LevelStatus;
import dev.isotherm.alert.Recent;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** How alerts are serialised. */
final class AlertTypes {

  private static final TypeInformation<Severity> SEVERITY = Types.ENUM(Severity.class);
  private static final TypeInformation<AlertState> STATE = Types.ENUM(AlertState.class);

  static final TypeInformation<Transition> TRANSITION = transition();
  static final TypeInformation<AlertStatus> STATUS = status();

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
    fields.put("recent", Types.LIST(Types.POJO(Recent.class)));
    fields.put("flaps", Types.POJO(Flaps.class, flaps));
    return Types.POJO(AlertStatus.class, fields);
  }
}
