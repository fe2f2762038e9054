package dev.isotherm.flow.topology;

import dev.isotherm.flow.average.AverageSpec;
import dev.isotherm.flow.average.AverageTypes;
import dev.isotherm.flow.group.GroupPart;
import dev.isotherm.flow.group.GroupTypes;
import dev.isotherm.flow.group.MergeGroups;
import dev.isotherm.flow.group.PartsOfGroups;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.group.GroupAverage;
import dev.isotherm.group.GroupBy;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The topology of averages of groups, behind that of the averages of series.
 *
 * <pre>
 * merge averages → averages
 *              ↘ readings added → parts of groups → merge groups → averages of groups
 * </pre>
 */
public final class GroupTopology {
  private GroupTopology() {}

  /**
   * Computes the averages of groups.
   *
   * @param averages those of the series, of windows that are no sessions
   * @param by labels of the sensor table of the job
   * @param spec that of the averages
   */
  public static DataStream<GroupAverage> average(
      Topology.Averages averages, GroupBy by, AverageSpec spec) {
    return averages
        .updates()
        .getSideOutput(AverageTypes.ADDED)
        .transform("parts of groups", GroupTypes.GROUP_PART, new PartsOfGroups(by, spec.sensors()))
        .uid("parts-of-groups")
        .keyBy(GroupPart::window, ModelTypes.SERIES_WINDOW)
        .process(
            new MergeGroups(spec.allowedLateness(), spec.percentiles()), GroupTypes.GROUP_AVERAGE)
        .name("merge groups")
        .uid("merge-groups");
  }
}
