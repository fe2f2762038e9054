package dev.isotherm.agreement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.group.GroupAverage;
import dev.isotherm.group.SensorGroup;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.wire.GroupAverageLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Says in the plainest way what the averages of the sensors of a site must be, of scenarios that
 * have a table and no sessions.
 */
final class GroupAgreement {

  static final String OPTION = "--group-by=site";

  private GroupAgreement() {}

  static boolean isIn(Scenario scenario) {
    return scenario.table().isPresent() && scenario.windows().sessionGap() == null;
  }

  /** The lines of the averages of values by series and window, sorted; each of revision 0. */
  static List<String> lines(Map<Oracle.Window, List<Double>> values, List<String> percentiles) {
    Map<Oracle.Window, List<Double>> ofGroups = new HashMap<>();
    Map<Oracle.Window, Set<String>> members = new HashMap<>();
    values.forEach(
        (window, all) -> {
          SensorGroup group = groupOf(window.series().sensorId());
          if (group != null) {
            Series series = group.series(window.series().metric());
            Oracle.Window ofGroup = new Oracle.Window(series, window.start(), window.end());
            ofGroups.computeIfAbsent(ofGroup, key -> new ArrayList<>()).addAll(all);
            members
                .computeIfAbsent(ofGroup, key -> new HashSet<>())
                .add(window.series().sensorId());
          }
        });
    List<String> lines = new ArrayList<>();
    for (Average average : Oracle.averages(ofGroups, percentiles)) {
      Oracle.Window window =
          new Oracle.Window(
              average.series(), average.windowStartMillis(), average.windowEndMillis());
      String site = average.series().sensorId().contains("north") ? "north" : "south";
      lines.add(line(new GroupAverage(ofSite(site), average, members.get(window).size())));
    }
    lines.sort(null);
    return lines;
  }

  private static SensorGroup groupOf(String sensor) {
    String site = RandomTable.siteOf(sensor);
    return site == null ? null : ofSite(site);
  }

  private static SensorGroup ofSite(String site) {
    return SensorGroup.of(Map.of("site", site));
  }

  private static String line(GroupAverage average) {
    return new String(GroupAverageLine.of(average), UTF_8);
  }

  /** What a stream has published last of each window, in the same form. */
  static List<String> published(LiveKafka kafka, LiveKafka.TestTopics topics) {
    Map<String, GroupAverage> last = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> one : kafka.readAll(topics.groupAverages())) {
      GroupAverage now = GroupAverageLine.read(one.value());
      GroupAverage before = last.put(new String(one.key(), UTF_8), now);
      int expected = before == null ? 0 : before.average().revision() + 1;
      assertThat(now.average().revision()).as("%s after %s", now, before).isEqualTo(expected);
    }
    return last.values().stream()
        .map(one -> line(one).replaceFirst(",\"revision\":\\d+}$", ",\"revision\":0}"))
        .sorted()
        .toList();
  }
}
