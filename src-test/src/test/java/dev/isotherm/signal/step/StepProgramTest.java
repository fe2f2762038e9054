package dev.isotherm.signal.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.signal.Expression;
import dev.isotherm.signal.Truth;
import dev.isotherm.signal.memory.SignalResult;
import dev.isotherm.signal.text.Expressions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepProgramTest {

  private static final double[] NONE = {};

  @Test
  void takesARuleApartByWhereItIsEvaluated() {
    StepProgram program =
        program(
            "current / median(current by inverter)",
            "value < 0.9 and median(current by inverter) > 1",
            "ago(current - current{roof}, 1h) > 0");
    assertThat(program.sensors().metrics()).containsExactly("current");
    assertThat(program.members())
        .isEqualTo(List.of(Expressions.parse("median(current by inverter)")));
    assertThat(program.others())
        .containsExactly(new OtherValue("roof", Expressions.parse("ago(current, 1h)")));
  }

  @Test
  void comparesASensorWithItsGroup() {
    StepProgram program =
        program(
            "current / median(current by inverter)",
            "value < 0.9 and median(current by inverter) > 1");
    double[] ofMembers = ofMembers(program, "inverter", 8, 2, Double.NaN, 10);
    assertThat(ofMembers).containsExactly(8);
    assertThat(program.evaluate(0, new double[] {2, 2}, ofMembers, NONE))
        .isEqualTo(new SignalResult(OptionalDouble.of(0.25), List.of(Truth.TRUE)));
    assertThat(program.evaluate(0, new double[] {Double.NaN, Double.NaN}, ofMembers, NONE))
        .isEqualTo(new SignalResult(OptionalDouble.empty(), List.of(Truth.UNKNOWN)));
  }

  @Test
  void aRuleAboutGroupsNeedsNoSensor() {
    StepProgram program =
        program(
            "sum(increase(errors_total, 5m)) / sum(increase(requests_total, 5m))",
            "value > 0.05 and sum(increase(requests_total, 5m)) > 0");
    GroupValues group = program.newGroup(null);
    group.add(new double[] {1, 10});
    group.add(new double[] {2, 20});
    double[] ofMembers = new double[2];
    group.addTo(ofMembers);
    assertThat(program.evaluate(0, NONE, ofMembers, NONE))
        .isEqualTo(new SignalResult(OptionalDouble.of(0.1), List.of(Truth.TRUE)));
  }

  @Test
  void functionsOfMembers() {
    assertThat(ofGroup("mean(a)", 0.1, 0.2, 0.6)).isEqualTo(0.3);
    assertThat(ofGroup("sum(a)", 1e308, 1, -1e308)).isEqualTo(1);
    assertThat(ofGroup("stddev(a)", 1, 3)).isEqualTo(1);
    assertThat(ofGroup("min(a)", 2, 1, 3)).isEqualTo(1);
    assertThat(ofGroup("max(a)", 2, 1, 3)).isEqualTo(3);
    assertThat(ofGroup("range(a)", 2, 1, 3)).isEqualTo(2);
    assertThat(ofGroup("median(a)", 4, 1, 3, 2)).isEqualTo(2.5);
    assertThat(ofGroup("percentile(a, 75)", 4, 1, 3, 2, 5)).isEqualTo(4);
    assertThat(ofGroup("count(a)", 4, Double.NaN, 3)).isEqualTo(2);
    assertThat(ofGroup("count(a > 3)", 1, Double.NaN, 0)).isEqualTo(1);
    assertThat(ofGroup("share(a > 3)", 1, Double.NaN, 0, 0, 0)).isEqualTo(0.25);
  }

  @Test
  void functionsOfNoMembers() {
    assertThat(ofGroup("count(a)")).isZero();
    assertThat(ofGroup("count(a > 1)")).isZero();
    for (String function :
        List.of("mean(a)", "sum(a)", "stddev(a)", "min(a)", "median(a)", "share(a > 1)")) {
      assertThat(ofGroup(function, Double.NaN)).as(function).isNaN();
    }
    assertThat(ofGroup("sum(a)", 1e308, 1e308)).isNaN();
  }

  @Test
  void eachGroupFillsItsOwnPlaces() {
    StepProgram program = program("mean(a by site) - mean(a by room)");
    double[] ofMembers = {1, 2};
    GroupValues room = program.newGroup("room");
    room.add(new double[] {5, 7});
    room.addTo(ofMembers);
    assertThat(ofMembers).containsExactly(1, 7);
  }

  @Test
  void aSignalThatIsComparedIsEvaluatedWithItsSensor() {
    StepProgram program = program("a - b", "deviation(value, all readings) > value + a");
    assertThat(program.evaluate(0, new double[] {7, 9, 1}, NONE, NONE))
        .isEqualTo(new SignalResult(OptionalDouble.of(7), List.of(Truth.TRUE)));
    for (String signal : List.of("a - mean(a by site)", "a - a{other}")) {
      assertThatThrownBy(() -> program(signal, "deviation(value, all readings) > 3"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              signal
                  + ": looks at other sensors; deviation(value, …) is of a signal that looks at"
                  + " one");
    }
  }

  @Test
  void nowIsTheEndOfTheStep() {
    StepProgram program = program("now - ago(now, 5s)", "now == 60");
    assertThat(program.evaluate(60_000, NONE, NONE, NONE))
        .isEqualTo(new SignalResult(OptionalDouble.of(5), List.of(Truth.TRUE)));
  }

  /** Operators send these bytes to each other, and keep them in states. */
  @Test
  void theFormOfAGroupIsKept() throws IOException {
    StepProgram program = program("mean(a by site) - share(a > 1 by site)");
    GroupValues group = program.newGroup("site");
    group.add(new double[] {5, 1});
    group.add(new double[] {6, Double.NaN});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    group.writeTo(new DataOutputStream(bytes));
    assertThat(HexFormat.of().formatHex(bytes.toByteArray()))
        .isEqualTo(
            "01"
                + "00000002"
                + "40140000000000004018000000000000"
                + "00000001"
                + "3ff0000000000000");
    byte[] later = bytes.toByteArray();
    later[0] = 2;
    assertThatThrownBy(() -> group.addFrom(new DataInputStream(new ByteArrayInputStream(later))))
        .hasMessage("the values of a group have form 2, not 1");
  }

  private static double ofGroup(String function, double... values) {
    return ofMembers(program(function), null, values)[0];
  }

  /** The result of the only function of members; with a label, the sensor has a value before it. */
  private static double[] ofMembers(StepProgram program, String by, double... values) {
    GroupValues group = program.newGroup(by);
    for (double value : values) {
      group.add(by == null ? new double[] {value} : new double[] {Double.NaN, value});
    }
    double[] ofMembers = new double[1];
    group.addTo(ofMembers);
    return ofMembers;
  }

  private static StepProgram program(String signal, String... levels) {
    List<Expression> conditions = Stream.of(levels).map(Expressions::parse).toList();
    return new StepProgram(Duration.ofMinutes(5), Expressions.parse(signal), conditions);
  }
}
