package dev.isotherm.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.file.SensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupByTest {

  @TempDir private Path folder;

  private SensorTable table() throws IOException {
    return SensorFile.read(
        Files.writeString(
            folder.resolve("sensors.csv"),
            """
            sensor,label.site,label.line
            a,north,1
            b*,south,
            b2,,2
            c,,1
            """));
  }

  @Test
  void aSensorIsInTheGroupOfItsLabels() throws IOException {
    SensorTable table = table();
    GroupBy by = GroupBy.parse("site,line");
    assertThat(by.groupOf(table, "a")).isEqualTo(group("site", "north", "line", "1"));
    assertThat(by.groupOf(table, "b2")).isEqualTo(group("site", "south", "line", "2"));
    assertThat(GroupBy.parse("site").groupOf(table, "b7")).isEqualTo(group("site", "south"));
  }

  @Test
  void aSensorThatLacksALabelIsInNoGroup() throws IOException {
    SensorTable table = table();
    GroupBy by = GroupBy.parse("site,line");
    assertThat(by.groupOf(table, "b7")).isNull();
    assertThat(by.missing(table, "b7")).containsExactly("line");
    assertThat(by.groupOf(table, "c")).isNull();
    assertThat(by.missing(table, "c")).containsExactly("site");
    assertThat(by.missing(table, "unknown")).containsExactly("line", "site");
  }

  @Test
  void theOrderOfLabelsDoesNotMatter() {
    assertThat(GroupBy.parse(" site , line")).isEqualTo(GroupBy.parse("line,site"));
    assertThat(GroupBy.parse("site,line")).hasToString("line,site");
  }

  @Test
  void whatIsNoLabelIsNamed() {
    assertThatThrownBy(() -> GroupBy.parse("site,"))
        .hasMessage("label : a name must be letters, digits and _, and begin with no digit");
    assertThatThrownBy(() -> GroupBy.parse("site,line-no"))
        .hasMessage("label line-no: a name must be letters, digits and _, and begin with no digit");
    assertThatThrownBy(() -> GroupBy.parse("site,line,site"))
        .hasMessage("label site: is there twice");
  }

  @Test
  void theNameOfAGroupIsThatOfPrometheus() {
    assertThat(group("site", "north", "line", "2").name()).isEqualTo("{line=\"2\",site=\"north\"}");
    assertThat(group("site", "a\"b\\c").name()).isEqualTo("{site=\"a\\\"b\\\\c\"}");
    assertThat(group("a", "1\",b=\"2").name()).isNotEqualTo(group("a", "1", "b", "2").name());
  }

  @Test
  void longNamesStayDifferent() {
    String common = "\ud83c\udf21".repeat(120);
    String one = group("a", common + "1").name();
    String other = group("a", common + "2").name();
    assertThat(one).isNotEqualTo(other).startsWith("{a=\"" + common.substring(0, 100));
    assertThat(group("a", common + "1").series("temperature").sensorId()).isEqualTo(one);
    assertThat(group("b", "x" + common).series("temperature").sensorId()).hasSizeLessThan(257);
  }

  private static SensorGroup group(String... labels) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      all.put(labels[i], labels[i + 1]);
    }
    return SensorGroup.of(all);
  }
}
