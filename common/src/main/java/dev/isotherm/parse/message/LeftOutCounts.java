package dev.isotherm.parse.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the values that are left out, by field and reason, with the first value as an example. Of
 * more than {@link #MAX_FIELDS} fields, the others are counted together. Not thread-safe.
 */
public final class LeftOutCounts {

  /** How many fields are counted by themselves. */
  public static final int MAX_FIELDS = 1_000;

  /** Stands for all further fields. */
  public static final String OTHER_FIELDS = "(other fields)";

  private final Map<String, Field> fields = new HashMap<>();

  /** Counts what is left out of one field. */
  public static final class Field {
    private final String name;
    private final Map<LeftOutReason, Kind> kinds;

    private Field(String name) {
      this.name = name;
      this.kinds = new EnumMap<>(LeftOutReason.class);
    }

    /** Creates a field that is counted together with others. */
    private Field(String name, Field others) {
      this.name = name;
      this.kinds = others.kinds;
    }

    public String name() {
      return name;
    }

    /** Counts a value, given as the bytes of its text. */
    public void add(LeftOutReason reason, byte[] bytes, int from, int to) {
      Kind kind = kind(reason);
      if (kind.count++ == 0) {
        kind.example = Excerpt.plain(bytes, from, to - from);
      }
    }

    private void add(LeftOut values) {
      Kind kind = kind(values.reason());
      if (kind.count == 0) {
        kind.example = values.example();
      }
      kind.count += values.count();
    }

    private Kind kind(LeftOutReason reason) {
      Kind kind = kinds.get(reason);
      if (kind == null) {
        kind = new Kind();
        kinds.put(reason, kind);
      }
      return kind;
    }

    private void takeTo(List<LeftOut> list) {
      kinds.forEach(
          (reason, kind) -> {
            if (kind.count > 0) {
              list.add(new LeftOut(name, reason, kind.count, kind.example));
              kind.count = 0;
            }
          });
    }
  }

  private static final class Kind {
    private long count;
    private String example = "";
  }

  /** Returns the counters of a field; they stay valid. */
  public Field field(String name) {
    Field field = fields.get(name);
    if (field != null) {
      return field;
    }
    if (fields.size() < MAX_FIELDS) {
      return fields.computeIfAbsent(name, Field::new);
    }
    return new Field(name, fields.computeIfAbsent(OTHER_FIELDS, Field::new));
  }

  /** Adds values that were counted elsewhere. */
  public void add(List<LeftOut> values) {
    for (LeftOut some : values) {
      field(some.field()).add(some);
    }
  }

  /** Returns what was counted since the last call, ordered by field and reason. */
  public List<LeftOut> take() {
    List<LeftOut> list = new ArrayList<>();
    for (Field field : fields.values()) {
      field.takeTo(list);
    }
    list.sort(Comparator.comparing(LeftOut::field).thenComparing(LeftOut::reason));
    return list;
  }
}
