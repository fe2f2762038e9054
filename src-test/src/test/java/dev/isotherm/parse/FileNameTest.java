package dev.isotherm.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileNameTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/data/cellar-2025-06-29.txt, cellar, 2025-06-29",
        "well_20250630.log.gz, well, 2025-06-30",
        "2025-06-29_cellar.txt, cellar, 2025-06-29",
        "a_2025-06-29_b.txt, a_b, 2025-06-29",
        "a 20250629.csv, a, 2025-06-29",
        "2025-06-29.txt, 2025-06-29, 2025-06-29",
        "order_20251399.txt, order_20251399, -",
        "order_20251399_20250701.txt, order_20251399, 2025-07-01",
        "x120250701.txt, x120250701, -",
        "station.v2.csv.zst, station.v2, -",
        ".hidden, .hidden, -",
        "plain, plain, -"
      })
  void takesTheDayOutOfTheName(String path, String sensor, LocalDate day) {
    assertThat(FileName.of(path)).isEqualTo(new FileName(sensor, day));
  }
}
