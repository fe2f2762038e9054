package dev.isotherm.bench.files;

/** Objects with these members in any order; the first letter tells them apart. */
final class JsonLoop implements MappedLoop.LineLoop {

  private final DailyTable table;

  JsonLoop(DailyTable table) {
    this.table = table;
  }

  @Override
  public int line(byte[] bytes, int position) {
    int day = 0;
    int name = 0;
    int nameEnd = 0;
    int hash = 0;
    double value = 0;
    int at = position + 1;
    while (true) {
      while (bytes[at] != '"') {
        at++;
      }
      int key = at + 1;
      at = key;
      while (bytes[at] != '"') {
        at++;
      }
      at += 2;
      if (bytes[at] == ' ') {
        at++;
      }
      if (bytes[key] == 't' && bytes[key + 1] == 'e') {
        int number = at;
        while (bytes[at] != ',' && bytes[at] != '}') {
          at++;
        }
        value = DailyTable.number(bytes, number, at);
      } else {
        int text = ++at;
        if (bytes[key] == 's') {
          while (bytes[at] != '"') {
            hash = 31 * hash + bytes[at++];
          }
          name = text;
          nameEnd = at;
        } else {
          while (bytes[at] != '"') {
            at++;
          }
          if (bytes[key] == 't') {
            day = DailyTable.day(bytes, text);
          }
        }
        at++;
      }
      if (bytes[at] == '}') {
        table.add(bytes, name, nameEnd, hash, day, value);
        return at + 2;
      }
    }
  }
}
