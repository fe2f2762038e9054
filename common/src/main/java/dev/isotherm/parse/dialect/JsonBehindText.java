package dev.isotherm.parse.dialect;

import dev.isotherm.parse.message.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of logs that hold words, and a JSON object behind them. */
final class JsonBehindText {

  private static final int MOST_WORDS = 4;
  private static final Pattern LINE = Pattern.compile("((?:[^\\s{,;\"]+\\s+)+)\\{\\s*\".*\\}\\s*");

  private JsonBehindText() {}

  /**
   * Refuses a file whose lines are such lines, and says how to make JSON of them.
   *
   * @throws RefusedFileException if most are
   */
  static void refuse(FileHead head, List<HeadLine> lines) {
    Matcher first = LINE.matcher(lines.get(0).text());
    long such = lines.stream().filter(line -> LINE.matcher(line.text()).matches()).count();
    if (!first.matches() || 2 * such <= lines.size()) {
      return;
    }
    String[] words = first.group(1).strip().split("\\s+", -1);
    String before = "has text before the JSON of its lines (" + Excerpt.plain(words[0]) + " …): ";
    if (words.length > MOST_WORDS) {
      throw head.refused(before + "sed 's/^[^{]*//' removes it");
    }
    throw head.refused(before + "sed -E '" + command(words) + "' makes members of it");
  }

  private static String command(String[] words) {
    List<String> members = new ArrayList<>();
    boolean isTimed = false;
    for (int i = 0; i < words.length; i++) {
      boolean isTime = !isTimed && HeadCells.isValue(words[i].substring(0, 1));
      isTimed |= isTime;
      members.add("\"" + (isTime ? "time" : "text" + (i + 1)) + "\":\"\\" + (i + 1) + "\"");
    }
    return "s/^" + "([^ ]+) +".repeat(words.length) + "\\{/{" + String.join(",", members) + ",/";
  }
}
