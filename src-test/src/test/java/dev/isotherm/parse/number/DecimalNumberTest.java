package dev.isotherm.parse.number;

import static dev.isotherm.fixtures.Parsing.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.parse.number.DecimalNumber.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class DecimalNumberTest {

  private final DecimalNumber number = new DecimalNumber();

  private Kind read(String text) {
    byte[] bytes = utf8("1" + text + "1");
    return number.read(bytes, 1, bytes.length - 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+0",
        "-0.0",
        "21.5",
        "+21.5",
        "-21.5",
        ".5",
        "-.5",
        "007.25",
        "1e3",
        "1E+3",
        "1.5e-3",
        "9007199254740992",
        "9007199254740993",
        "9007199254740993e1",
        "123456789012345e22",
        "123456789012345e23",
        "123456789012345e-22",
        "1e22",
        "1e23",
        "8.5e-23",
        "4.9e-324",
        "2e-324",
        "2.2250738585072011e-308",
        "1.7976931348623157e308",
        "1e-99999999999",
        "0e99999999999",
        "0.000000000000000000000000000000000000000000000001e48",
        "100000000000000000000000000000",
        "6929495644600919.5",
        "3.7455744005952583e15"
      })
  void readsWhatTheJdkReads(String text) {
    assertThat(read(text)).as(text).isEqualTo(Kind.FINITE);
    assertSameBits(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "-",
        ".",
        "-.",
        "5.",
        "1.e3",
        "1..2",
        "1.2.3",
        "e5",
        "1e",
        "1e+",
        "1e-",
        "1e5.0",
        "1d",
        "1f",
        "1.5D",
        "0x1p3",
        "0x10",
        "1_000",
        "21,5",
        " 1",
        "1 ",
        "--1",
        "+-1",
        "1a",
        "na",
        "nan1",
        "infinit",
        "infinityy",
        "NaNNaNNaN",
        "١",
        "1\u0000",
        "−5",
        "1/2",
        "1:2"
      })
  void takesNothingElseForANumber(String text) {
    assertThat(read(text)).as(text).isEqualTo(Kind.NOT_A_NUMBER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nan",
        "NaN",
        "-nan",
        "+NAN",
        "inf",
        "-Inf",
        "+INF",
        "infinity",
        "-Infinity",
        "1e309",
        "-1e999",
        "1e99999999999",
        "1.7976931348623159e308"
      })
  void tellsWhatIsNotFinite(String text) {
    assertThat(read(text)).as(text).isEqualTo(Kind.NOT_FINITE);
  }

  @Test
  void roundsRandomTextsAsTheJdkDoes() {
    Random random = Seeded.random(DecimalNumberTest.class);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1_000_000; i++) {
      text.setLength(0);
      randomNumber(random, text);
      String written = text.toString();
      double expected = Double.parseDouble(written);
      byte[] bytes = utf8(written);
      Kind kind = number.read(bytes, 0, bytes.length);
      boolean same =
          kind == (Double.isFinite(expected) ? Kind.FINITE : Kind.NOT_FINITE)
              && (kind != Kind.FINITE
                  || Double.doubleToRawLongBits(number.value())
                      == Double.doubleToRawLongBits(expected));
      if (!same) {
        fail("%s gave %s %s", written, kind, number.value());
      }
    }
  }

  private void assertSameBits(String text) {
    assertThat(Double.doubleToRawLongBits(number.value()))
        .as(text)
        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
  }

  /** Half of them as sensors write them, half as nobody should. */
  public static void randomNumber(Random random, StringBuilder text) {
    boolean plain = random.nextBoolean();
    switch (random.nextInt(4)) {
      case 0 -> text.append('-');
      case 1 -> text.append(plain ? "" : "+");
      default -> {}
    }
    int integerDigits = plain ? 1 + random.nextInt(4) : random.nextInt(20);
    int fractionDigits = random.nextInt(plain ? 7 : 20);
    if (integerDigits == 0 && fractionDigits == 0) {
      integerDigits = 1;
    }
    digits(random, text, integerDigits);
    if (fractionDigits > 0) {
      digits(random, text.append('.'), fractionDigits);
    }
    if (!plain && random.nextInt(3) > 0) {
      text.append(random.nextBoolean() ? 'e' : 'E');
      text.append(random.nextInt(random.nextInt(10) == 0 ? 700 : 60) - 30);
    }
  }

  private static void digits(Random random, StringBuilder text, int count) {
    for (int i = 0; i < count; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
  }
}
