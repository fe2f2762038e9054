package dev.isotherm.parse.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileFormatTest {

  @ParameterizedTest
  @CsvSource({
    "a.json, JSON",
    "a.jsonl, JSON",
    "a.ndjson, JSON",
    "a.csv, CSV",
    "a.tsv, CSV",
    "A.CSV, CSV",
    "a.csv.gz, CSV",
    "a.jsonl.zst, JSON",
    "2025-07-01.JSONL.GZ, JSON",
    "a.csv.zip, CSV",
    "a.txt,",
    "a.txt.gz,",
    "a,",
    "a.gz,",
    "csv,",
    "csv.gz,",
    "a.json.bak,",
    "a.,",
    "a.csv.gz.gz,"
  })
  void tellsTheFormatByTheEnding(String fileName, FileFormat expected) {
    assertThat(FileFormat.byEnding(fileName)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"a.csv|`,`", "a.tsv|`\t`", "a.TSV.gz|`\t`", "a|`,`"})
  void tabsSeparateTheCellsOfTsv(String fileName, char expected) {
    assertThat(FileFormat.delimiterOf(fileName)).isEqualTo(expected);
  }
}
