package dev.isotherm.jobs.commands.options;

import dev.isotherm.parse.dialect.QuotedList;
import java.util.List;

/** Reads names that are separated by commas; a name that holds one is in double quotes. */
public final class NameListConverter extends TextConverter<NameListConverter.NameList> {

  /** The names that one value of an option holds. */
  public record NameList(List<String> names) {}

  public NameListConverter() {
    super(text -> new NameList(QuotedList.split(text)));
  }

  /** All names, of all values. */
  public static List<String> names(List<NameList> lists) {
    return lists.stream().flatMap(list -> list.names().stream()).toList();
  }
}
