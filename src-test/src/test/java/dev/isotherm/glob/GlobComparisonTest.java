package dev.isotherm.glob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Seeded;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobComparisonTest {

  /** All names of up to 8 letters. */
  private static final List<String> NAMES = names();

  private static List<String> names() {
    List<String> names = new ArrayList<>(List.of("a", "b"));
    for (int i = 0; names.get(i).length() < 8; i++) {
      names.add(names.get(i) + "a");
      names.add(names.get(i) + "b");
    }
    return names;
  }

  @ParameterizedTest
  @CsvSource({
    "*, a, true",
    "boiler-*, *-1, true",
    "boiler-*, fridge-*, false",
    "*-1, *-2, false",
    "?, ??, false",
    "a*b, ?b, true",
    "a*, *b*c, true",
    "\ud83c\udf21*, ?x, true"
  })
  void overlapIfSomeNameMatchesBoth(String one, String other, boolean overlap) {
    assertThat(GlobComparison.overlap(new Glob(one), new Glob(other))).isEqualTo(overlap);
    assertThat(GlobComparison.overlap(new Glob(other), new Glob(one))).isEqualTo(overlap);
  }

  @ParameterizedTest
  @CsvSource({
    "boiler-7, boiler-*, true",
    "boiler-*, *, true",
    "boiler-*, boiler-*, true",
    "boiler-?, boiler-*, true",
    "boiler-7*, boiler-*, true",
    "a*b*c, a*c, true",
    "*, boiler-*, false",
    "boiler-*, boiler-?, false",
    "*-1, boiler-*, false",
    "?, a, false"
  })
  void aNarrowGlobIsWithinAWideOne(String narrow, String wide, boolean within) {
    assertThat(GlobComparison.isWithin(new Glob(narrow), new Glob(wide))).isEqualTo(within);
  }

  @Test
  void agreesWithTheNamesThatMatch() {
    Random random = Seeded.random(GlobComparisonTest.class);
    int overlaps = 0;
    int inside = 0;
    for (int i = 0; i < 3_000; i++) {
      Glob one = glob(random);
      Glob other = glob(random);
      String pair = one + " and " + other;
      boolean anyMatchesBoth =
          NAMES.stream().anyMatch(name -> one.matches(name) && other.matches(name));
      assertThat(GlobComparison.overlap(one, other)).as(pair).isEqualTo(anyMatchesBoth);
      overlaps += anyMatchesBoth ? 1 : 0;
      if (GlobComparison.isWithin(one, other)) {
        inside++;
        assertThat(NAMES.stream().filter(one::matches)).as(pair).allMatch(other::matches);
      }
    }
    assertThat(overlaps).isBetween(100, 2_900);
    assertThat(inside).isGreaterThan(50);
  }

  private static Glob glob(Random random) {
    StringBuilder pattern = new StringBuilder();
    for (int length = 1 + random.nextInt(4); length > 0; length--) {
      pattern.append("ab*?".charAt(random.nextInt(4)));
    }
    return new Glob(pattern.toString());
  }
}
