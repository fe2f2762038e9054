package dev.isotherm.parse.mapping;

import dev.isotherm.model.EnumText;
import dev.isotherm.model.Series;
import dev.isotherm.parse.message.Excerpt;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the name of a sensor comes from.
 *
 * @param kind the kind of the source
 * @param fields the fields whose texts are the name, joined by slashes; none for other kinds
 * @param name the name of the field or the list of the fields, the name of the header, of the
 *     sensor itself, or of the metric of all columns; empty for other kinds
 */
public record SensorSource(Kind kind, FieldList fields, String name) implements Serializable {

  /** Is between the texts of several fields. */
  public static final String SEPARATOR = "/";

  private static final String HEADER = "@header:";
  private static final String COLUMN = "@column:";

  /** Kinds of sources. */
  public enum Kind {
    /** A member or column of the message, or several. */
    FIELD,
    /** All messages are of one sensor. */
    FIXED,
    /** The name of the file, without its endings and without a date. */
    FILE,
    /** The name of the folder of the file. */
    FOLDER,
    /** The key of the Kafka record. */
    KEY,
    /** A header of the Kafka record. */
    HEADER,
    /** The topic of the Kafka record. */
    TOPIC,
    /** The names of the columns or members: each is a sensor, and all measure one metric. */
    COLUMN
  }

  public SensorSource {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(fields, "fields");
    Objects.requireNonNull(name, "name");
  }

  /** Returns a source that is a member or column. */
  public static SensorSource field(String name) {
    return fields(FieldList.of(name));
  }

  /** Returns a source of members or columns whose texts are joined. */
  public static SensorSource fields(FieldList fields) {
    return new SensorSource(Kind.FIELD, fields, fields.toString());
  }

  /**
   * Says why a text must not be joined with those of other fields; {@code null} if it may. If the
   * separator were in another text than the last, two sensors could get the same name: a/b and c, a
   * and b/c.
   *
   * @param place index of the field of the text
   */
  public @Nullable String joinError(int place, String text) {
    boolean isLast = place == fields.names().size() - 1;
    return isLast || !text.contains(SEPARATOR)
        ? null
        : Excerpt.plain(fields.names().get(place))
            + " "
            + Excerpt.quoted(text)
            + " has a slash, which joins the fields of a sensor: only the last field of"
            + " --sensor-field may have one";
  }

  private static SensorSource of(Kind kind, String name) {
    return new SensorSource(kind, FieldList.NONE, name);
  }

  /** Returns one sensor for all messages. */
  public static SensorSource fixed(String name) {
    return of(Kind.FIXED, name);
  }

  /**
   * Reads a source other than a field: {@code @file}, {@code @folder}, {@code @column:METRIC},
   * {@code @key}, {@code @header:NAME}, {@code @topic}, or the name of the one sensor.
   *
   * @throws IllegalArgumentException if it is none; the message says what is allowed
   */
  public static SensorSource parse(String text) {
    if (!text.startsWith("@")) {
      String error = Series.nameError(text);
      if (error != null) {
        throw new IllegalArgumentException(error);
      }
      return fixed(text);
    }
    if (text.startsWith(HEADER) && text.length() > HEADER.length()) {
      return of(Kind.HEADER, text.substring(HEADER.length()));
    }
    if (text.startsWith(COLUMN) && Series.nameError(text.substring(COLUMN.length())) == null) {
      return of(Kind.COLUMN, text.substring(COLUMN.length()));
    }
    for (Kind kind : new Kind[] {Kind.FILE, Kind.FOLDER, Kind.KEY, Kind.TOPIC}) {
      if (text.equals(word(kind))) {
        return of(kind, "");
      }
    }
    throw new IllegalArgumentException(
        "must be a name, @file, @folder, @column:METRIC, @key, @header:NAME or @topic");
  }

  /** Returns whether the source is in the message: a member or column, or several. */
  public boolean isField() {
    return kind == Kind.FIELD;
  }

  /** Returns whether each column or member is a sensor. */
  public boolean isColumn() {
    return kind == Kind.COLUMN;
  }

  /** Returns whether all messages of a file, or a Kafka record, have one sensor. */
  public boolean isOutside() {
    return !isField() && !isColumn();
  }

  /** Returns whether only files have this source. */
  public boolean isOfFile() {
    return kind == Kind.FILE || kind == Kind.FOLDER;
  }

  /** Returns whether only Kafka records have this source. */
  public boolean isOfRecord() {
    return kind == Kind.KEY || kind == Kind.HEADER || kind == Kind.TOPIC;
  }

  /** Returns the text that {@link #parse} reads; the names of fields as they are. */
  @Override
  public String toString() {
    return switch (kind) {
      case FIELD, FIXED -> name;
      case HEADER -> HEADER + name;
      case COLUMN -> COLUMN + name;
      default -> word(kind);
    };
  }

  private static String word(Kind kind) {
    return "@" + EnumText.lowerCase(kind);
  }
}
