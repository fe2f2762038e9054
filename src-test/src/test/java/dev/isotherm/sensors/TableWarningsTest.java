package dev.isotherm.sensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.sensors.file.SensorFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableWarningsTest {

  @Test
  void nothingIsWrongWithAPlainTable() {
    assertThat(
            warnings(
                """
                sensor,metric,label.site,unit,min,limit.hot
                boiler-*,temperature,,°C,-50,90
                boiler-7,temperature,north,,,95
                boiler-7,state,north,,,
                """))
        .isEmpty();
  }

  @Test
  void namesBothLinesOfGlobsThatContradict() {
    assertThat(
            warnings(
                """
                sensor,metric,unit,label.site
                boiler-*,temperature,°C,north
                *-1,,°F,south
                boiler-1,,,
                """))
        .containsExactly(
            "s.csv:3: label.site south of *-1: for sensors that match boiler-* too, such as"
                + " boiler-1, north on line 2 counts first",
            "s.csv:3: unit °F of *-1: for sensors that match boiler-* too, such as boiler-1, °C on"
                + " line 2 counts first");
  }

  @Test
  void globsMayContradictThoughNoSensorOfTheTableMatchesBoth() {
    assertThat(warnings("sensor,limit.hot\nboiler-*,1\n*-1,2\n"))
        .containsExactly(
            "s.csv:3: limit.hot 2 of *-1: for sensors that match boiler-* too, 1 on line 2 counts"
                + " first");
  }

  @Test
  void anExceptionBeforeADefaultIsMeant() {
    assertThat(warnings("sensor,limit.hot\nboiler-7*,1\nboiler-*,2\n*,3\n")).isEmpty();
    assertThat(warnings("sensor,limit.hot\nboiler-*,2\nboiler-7*,1\n"))
        .containsExactly(
            "s.csv:3: limit.hot 1 of boiler-7*: for sensors that match boiler-* too, 2 on line 2"
                + " counts first");
  }

  @Test
  void globsOfOtherSensorsOrMetricsDoNotContradict() {
    assertThat(warnings("sensor,metric,unit\na*,m,V\nb*,m,A\n*c,n,K\n*e,,\n")).isEmpty();
  }

  @Test
  void saysWhichBoundIsNotTaken() {
    assertThat(
            warnings(
                """
                sensor,min,max
                boiler-7,100,
                boiler-*,,50
                *-7,60,
                """))
        .containsExactly(
            "s.csv:3: max 50 of boiler-*: for boiler-7, min 100 on line 2 counts first, and"
                + " excludes it",
            "s.csv:4: min 60 of *-7: for sensors that match boiler-* too, such as boiler-7, max 50"
                + " on line 3 counts first, and excludes it");
    assertThat(warnings("sensor,min,max\nb-*,100,\n*,,50\n"))
        .containsExactly(
            "s.csv:3: max 50 of *: for sensors that match b-* too, min 100 on line 2 counts first,"
                + " and excludes it");
  }

  @Test
  void limitsWithoutAUnitWhereOthersHaveOne() {
    assertThat(
            warnings(
                """
                sensor,metric,unit,limit.hot
                a,temperature,°C,90
                b,temperature,,90
                c,temperature,,91
                d,pressure,,8
                e,temperature,,
                """))
        .containsExactly(
            "s.csv:3: limits of b, temperature: there is no unit, as in 1 other rows; line 2 has"
                + " °C");
  }

  @Test
  void aUnitMayComeFromAGlob() {
    assertThat(
            warnings(
                """
                sensor,metric,unit,limit.hot
                boiler-7,temperature,,90
                boiler-*,temperature,,80
                *,temperature,°C,
                """))
        .isEmpty();
  }

  @Test
  void aGlobThatMatchesNoSensorThatIsNamed() {
    assertThat(warnings("sensor,unit\nboiler-1,\nboiler-*,°C\nboilr-*,K\n"))
        .containsExactly("s.csv:4: sensor boilr-*: matches no sensor that the file names exactly");
    assertThat(warnings("sensor,unit\nboiler-*,°C\n")).isEmpty();
  }

  @Test
  void ofManyOnlyTheFirstAreGiven() {
    StringBuilder rows = new StringBuilder("sensor,min,max\n*,,0\n");
    for (int i = 0; i < 200; i++) {
      rows.append("s").append(i).append(",1,\n");
    }
    assertThat(warnings(rows.toString()))
        .hasSize(TableWarnings.MOST + 1)
        .last()
        .isEqualTo("s.csv: and 100 more");
  }

  private static List<String> warnings(String csv) {
    return TableWarnings.of("s.csv", SensorFile.parseCsv("s.csv", csv));
  }
}
