package dev.isotherm.parse.fast;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownSensorsTest {

  private final KnownSensors sensors = new KnownSensors();

  @Test
  void findsShortNamesBothWays() {
    for (int length = 1; length <= 40; length++) {
      String name = "a_name_of_a_sensor_in_the_hall_that_is_long".substring(0, length);
      assertThat(byShortName(name)).as(name).isNull();
      KnownSensor known = of(name);
      assertThat(of(name)).isSameAs(known);
      assertThat(byShortName(name)).as(name).isSameAs(length < 16 ? known : null);
    }
  }

  @Test
  void tellsNamesApartThatBeginAlike() {
    KnownSensor longer = of("boiler/north/0123");
    KnownSensor sixteen = of("boiler/north/012");
    assertThat(sixteen).isNotSameAs(longer);
    assertThat(byShortName("boiler/north/01")).isNull();
    assertThat(of("boiler/north/01")).isNotSameAs(sixteen);
    assertThat(of("boiler/north/012")).isSameAs(sixteen);
    assertThat(of("boiler/north/0123")).isSameAs(longer);
  }

  @Test
  void findsNoNameWithAZeroBehindIt() {
    of("s1");
    assertThat(byShortName("s1")).isNotNull();
    assertThat(byShortName("s1\0")).isNull();
  }

  @Test
  void findsManyAgain() {
    KnownSensor[] made = new KnownSensor[20_000];
    for (int i = 0; i < made.length; i++) {
      made[i] = of("sensor " + i);
    }
    for (int i = 0; i < made.length; i++) {
      assertThat(byShortName("sensor " + i)).isSameAs(made[i]);
    }
  }

  private KnownSensor of(String name) {
    byte[] bytes = name.getBytes(ISO_8859_1);
    return sensors.of(bytes, 0, bytes.length);
  }

  private KnownSensor byShortName(String name) {
    byte[] bytes = (name + "\" and \"more\" of \"it\"").getBytes(ISO_8859_1);
    long first = Swar.at(bytes, 0);
    long second = Swar.at(bytes, Long.BYTES);
    return sensors.shortName(first, Swar.quotes(first), second, Swar.quotes(second));
  }
}
