package dev.isotherm.flow.group;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.GoldenState;
import dev.isotherm.flow.average.AverageTypes;
import dev.isotherm.flow.average.OpenWindow;
import dev.isotherm.group.SensorGroup;
import dev.isotherm.model.SeriesWindow;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The state of groups as savepoints hold it, and what may be in flight in a checkpoint. */
class GroupStateFormsTest {

  private static final SensorGroup GROUP =
      SensorGroup.of(Map.of("site", "n\u00f6rth", "line", "2"));

  @Test
  void windowsOfGroups() throws IOException {
    GoldenState.assertKept("sensor-group", GroupTypes.SENSOR_GROUP, GROUP);
    GoldenState.assertKept("accumulator", AverageTypes.ACCUMULATOR, several());
    GoldenState.assertKept(
        "open-group", GroupTypes.OPEN_GROUP, new OpenGroup(GROUP, new OpenWindow(several(), 3), 2));
    GoldenState.assertKept(
        "group-part",
        GroupTypes.GROUP_PART,
        new GroupPart(
            GROUP,
            new SeriesWindow(GROUP.series("temperature"), -60_000, 0),
            AverageAccumulator.of(0.1),
            1));
  }

  private static AverageAccumulator several() {
    AverageAccumulator several = new AverageAccumulator();
    for (double value : new double[] {0.1, -7, 1e300, 1e-300}) {
      several.add(value);
    }
    return several;
  }
}
