package dev.isotherm.parse.inspect;

import dev.isotherm.parse.inspect.FieldProfile.Kind;
import dev.isotherm.parse.mapping.FlagWords;
import dev.isotherm.parse.mapping.ParseOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds values of metrics that are no plain numbers, or stand for a missing one. */
final class ValueInference {

  /** Numbers that loggers write for a missing value: all nines, or the limits of an integer. */
  private static final Pattern SENTINEL =
      Pattern.compile("-?9{2,}(\\.9+)?(\\.0+)?|-[67]999(\\.0+)?|-200(\\.0+)?|-32768|32767|65535");

  /** How far such a number lies from the others, in their range. */
  private static final double FAR = 3;

  private static final int MOST_STATES = 4;
  private static final int MOST_WORDS = 12;

  /** A word of a status; not a number, nor a part of a sentence. */
  private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\d_.-]*");

  private final ParseOptions given;
  private final Proposal proposal;

  ValueInference(ParseOptions given, Proposal proposal) {
    this.given = given;
    this.proposal = proposal;
  }

  /** Looks at the metrics. */
  void infer(List<FieldProfile> metrics) {
    Set<String> absent = new LinkedHashSet<>();
    boolean sentinels = false;
    for (FieldProfile metric : metrics) {
      for (String text : metric.distinct()) {
        if (SENTINEL.matcher(text).matches() && isFar(metric, text)) {
          sentinels |= absent.add(text);
        }
      }
      absent.addAll(metric.absentWords());
    }
    if (!absent.isEmpty() && given.absent().isEmpty()) {
      proposal.set(
          "absent",
          String.join(",", absent),
          sentinels
              ? "numbers far from all others, as loggers write for a missing value"
              : "words for a missing value");
    }
    boolean measured = metrics.stream().anyMatch(field -> field.count(Kind.MEASURED) > 0);
    if (measured && given.texts().isEmpty()) {
      proposal.set("strip-units", "true", "numbers with units or marks");
    }
  }

  /** Whether a number lies far from all others of its metric. */
  private static boolean isFar(FieldProfile metric, String text) {
    double number = Double.parseDouble(text);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double other : metric.sortedNumbers()) {
      if (other != number && !SENTINEL.matcher(plain(other)).matches()) {
        low = Math.min(low, other);
        high = Math.max(high, other);
      }
    }
    if (low > high) {
      return true;
    }
    double gap = number < low ? low - number : number - high;
    return gap > FAR * Math.max(high - low, 1);
  }

  private static String plain(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%.0f", number)
        : String.valueOf(number);
  }

  /** Whether texts have few words, several at a time, and none that all of them have. */
  private static boolean haveWords(FieldProfile field) {
    if (field.kind() != Kind.TEXT) {
      return false;
    }
    Set<String> words = new TreeSet<>();
    Set<String> common = FlagWords.of(field.distinct().iterator().next());
    boolean several = false;
    for (String text : field.distinct()) {
      Set<String> some = FlagWords.of(text);
      several |= some.size() > 1;
      words.addAll(some);
      common.retainAll(some);
    }
    return several
        && common.isEmpty()
        && words.size() <= MOST_WORDS
        && words.stream().allMatch(word -> WORD.matcher(word).matches());
  }

  /** Notes the states, or the words, of a field that is no sensor. */
  void states(FieldProfile field) {
    int states = field.count(Kind.BOOLEAN) + field.count(Kind.TEXT);
    boolean varies = field.kind() == Kind.BOOLEAN || field.distinct().size() > 1;
    boolean repeats = states > field.distinct().size();
    if (given.flags().of(field.name()) != null) {
      return;
    }
    if (varies && repeats && haveWords(field)) {
      Set<String> words = new TreeSet<>();
      field.distinct().forEach(text -> words.addAll(FlagWords.of(text)));
      proposal.note(
          field.name()
              + " has several words at a time: --flags '"
              + field.name()
              + "="
              + String.join("|", words)
              + "' makes a metric of each word");
      return;
    }
    if (varies
        && repeats
        && given.texts().isEmpty()
        && field.distinct().size() <= MOST_STATES
        && !field.isNumeric()) {
      proposal.note(
          field.name()
              + " has states: --states "
              + String.join("=…,", field.distinct())
              + "=… makes numbers of them");
    }
  }
}
