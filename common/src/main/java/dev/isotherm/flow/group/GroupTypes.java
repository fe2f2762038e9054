package dev.isotherm.flow.group;

import dev.isotherm.flow.average.AverageTypes;
import dev.isotherm.flow.state.CompactType;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.group.GroupAverage;
import dev.isotherm.group.SensorGroup;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** How averages of groups are serialised. */
public final class GroupTypes {

  static final TypeInformation<SensorGroup> SENSOR_GROUP =
      new CompactType<>(SensorGroup.class, SensorGroupSerializer.INSTANCE, false);

  public static final TypeInformation<GroupPart> GROUP_PART =
      Types.POJO(
          GroupPart.class,
          Map.of(
              "group", SENSOR_GROUP,
              "window", ModelTypes.SERIES_WINDOW,
              "readings", AverageTypes.ACCUMULATOR,
              "sensors", Types.LONG));

  public static final TypeInformation<OpenGroup> OPEN_GROUP =
      Types.POJO(
          OpenGroup.class,
          Map.of("group", SENSOR_GROUP, "open", AverageTypes.OPEN_WINDOW, "sensors", Types.LONG));

  public static final TypeInformation<GroupAverage> GROUP_AVERAGE =
      Types.POJO(
          GroupAverage.class,
          Map.of("group", SENSOR_GROUP, "average", AverageTypes.AVERAGE, "sensors", Types.LONG));

  private GroupTypes() {}
}
