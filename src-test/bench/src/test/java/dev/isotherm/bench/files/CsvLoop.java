package dev.isotherm.bench.files;

/** Rows of timestamp, sensor and number. */
final class CsvLoop implements MappedLoop.LineLoop {

  private final DailyTable table;

  CsvLoop(DailyTable table) {
    this.table = table;
  }

  @Override
  public int line(byte[] bytes, int position) {
    int day = DailyTable.day(bytes, position);
    int at = position + 20;
    while (bytes[at] != ',') {
      at++;
    }
    int name = ++at;
    int hash = 0;
    while (bytes[at] != ',') {
      hash = 31 * hash + bytes[at++];
    }
    int nameEnd = at;
    int number = at + 1;
    at = number;
    while (bytes[at] != '\n') {
      at++;
    }
    table.add(bytes, name, nameEnd, hash, day, DailyTable.number(bytes, number, at));
    return at + 1;
  }
}
