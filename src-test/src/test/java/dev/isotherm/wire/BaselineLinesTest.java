package dev.isotherm.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.LearnedSlot;
import dev.isotherm.baseline.Slots;
import dev.isotherm.baseline.Usual;
import dev.isotherm.model.Series;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BaselineLinesTest {

  private static final String HEADER =
      "{\"baseline\":1,\"by\":\"hour-of-week\",\"zone\":\"Europe/Berlin\",\"days\":28}";
  private static final String SLOT =
      "{\"sensor_id\":\"boiler-7\",\"metric\":\"temperature\",\"slot\":\"mon 13\",\"count\":240,"
          + "\"mean\":61.2,\"stddev\":1.9,\"p5\":58.1,\"p25\":60.1,\"p50\":61.2,\"p75\":62.4,"
          + "\"p95\":64.3}";

  private static final Slots SLOTS = new Slots(Slots.By.HOUR_OF_WEEK, ZoneId.of("Europe/Berlin"));
  private static final LearnedSlot LEARNED =
      new LearnedSlot(
          new Series("boiler-7", "temperature"),
          13,
          new Usual(240, 61.2, 1.9, List.of(58.1, 60.1, 61.2, 62.4, 64.3)));

  /** Files of earlier versions have this form: it must stay readable. */
  @Test
  void theFormIsKept() {
    Baseline baseline = new Baseline(SLOTS, 28, List.of(LEARNED));
    assertThat(BaselineLines.of(baseline).stream().map(line -> new String(line, UTF_8)))
        .containsExactly(HEADER, SLOT);
    Baseline read = read(HEADER, SLOT);
    assertThat(read.learned()).containsExactly(LEARNED);
    assertThat(read.slots()).isEqualTo(SLOTS);
    assertThat(read.days()).isEqualTo(28);
  }

  @Test
  void fieldsOfLaterVersionsAreIgnored() {
    Baseline read = read(HEADER.replace("{", "{\"new\":1,"), SLOT.replace("{", "{\"p99\":70,"));
    assertThat(read.learned()).containsExactly(LEARNED);
  }

  @Test
  void anErrorNamesTheLineAndTheField() {
    refuses("line 1: is missing; a baseline begins with its form");
    refuses("line 1: the line is not JSON", "a,b");
    refuses("line 1: is not that of a baseline: baseline is missing", SLOT);
    refuses(
        "line 1: baseline 2: must be 1; later forms need a later version",
        HEADER.replace(":1,", ":2,"));
    refuses(
        "line 1: by hour: must be one of [hour-of-week, hour-of-day, none]",
        HEADER.replace("hour-of-week", "hour"));
    refuses(
        "line 1: zone Moon: must be a time zone such as Europe/Berlin",
        HEADER.replace("Europe/Berlin", "Moon"));
    refuses("line 1: days 0: must be from 1 to 3660", HEADER.replace("28", "0"), SLOT);
    refuses("line 2: slot 13: must be from mon 00 to sun 23", HEADER, SLOT.replace("mon 13", "13"));
    refuses("line 2: mean: is missing", HEADER, SLOT.replace("\"mean\":61.2,", ""));
    refuses("line 3: count 0: must be at least 1", HEADER, SLOT, SLOT.replace("240", "0"));
    refuses("line 1: boiler-7/temperature: has slot mon 13 twice", HEADER, SLOT, SLOT);
  }

  private static void refuses(String message, String... lines) {
    assertThatThrownBy(() -> read(lines))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Baseline read(String... lines) {
    return BaselineLines.read(
        new ArrayList<>(Stream.of(lines).map(line -> line.getBytes(UTF_8)).toList()));
  }
}
