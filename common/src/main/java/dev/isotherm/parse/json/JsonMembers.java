package dev.isotherm.parse.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.mapping.LongLayout;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.ReadingsBuilder;
import dev.isotherm.parse.number.DecimalNumber;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads the members of one JSON object. Reused, not thread-safe. */
public final class JsonMembers {

  private final ParseOptions options;
  private final DecimalNumber number = new DecimalNumber();
  private final ReadingsBuilder readings = new ReadingsBuilder();
  private final InstantAndSensor origin;
  private final NestedNumbers nested = new NestedNumbers(readings);
  private final FlagMembers flags;
  private final SeenNames names = new SeenNames();
  private final AsciiBytes ascii = new AsciiBytes();

  private List<InheritedMember> inherited = List.of();
  private @Nullable String metricName;
  private @Nullable JsonToken value;
  private String valueText = "";

  private @Nullable String firstIgnored;
  private @Nullable JsonToken firstIgnoredValue;

  JsonMembers(ParseOptions options) {
    this.options = options;
    this.flags = new FlagMembers(options, number, readings);
    this.origin = new InstantAndSensor(options, readings);
  }

  void fixSensor(String name) {
    origin.fixSensor(name);
  }

  void fixInstant(long epochMillis) {
    origin.fixInstant(epochMillis);
  }

  boolean hasReadLocalTimes() {
    return origin.hasReadLocalTimes();
  }

  /** Sets what the next messages take over if they do not have it themselves. */
  void inherit(List<InheritedMember> members) {
    inherited = members;
  }

  /** Reads an object whose start has been read, to its end. */
  Parsed read(JsonParser parser) throws IOException {
    readings.clear();
    names.clear();
    origin.clear();
    firstIgnored = null;
    metricName = null;
    value = null;
    members("", parser);
    for (InheritedMember member : inherited) {
      if (names.isNew(member.path())) {
        inherit(member);
      }
    }
    origin.finish();
    if (options.longLayout() != null) {
      namedMetric(options.longLayout());
    }
    if (readings.isEmpty()) {
      readings.reject(RejectionReason.NO_METRIC, nothingMeasured());
    }
    return readings.finish();
  }

  /**
   * Reads the members of an object to its end.
   *
   * @param object the path of the object with a point at its end; empty for the message itself
   */
  private void members(String object, JsonParser parser) throws IOException {
    String member;
    while ((member = parser.nextFieldName()) != null) {
      String path = object.isEmpty() ? member : object + member;
      JsonToken token = parser.nextToken();
      if (!names.isNew(path)) {
        reject(RejectionReason.DUPLICATE_FIELD, path, "is there more than once");
        parser.skipChildren();
      } else if (token == JsonToken.START_OBJECT && options.readsInside(path)) {
        members(path + '.', parser);
      } else {
        member(path, parser, token, object.isEmpty());
        parser.skipChildren();
      }
    }
  }

  private void member(String name, JsonParser parser, JsonToken value, boolean isOutside)
      throws IOException {
    switch (options.roleOf(name)) {
      case TIMESTAMP -> origin.timestamp(name, value, textOf(parser, value));
      case SENSOR -> origin.sensor(name, value, textOf(parser, value));
      case METRIC -> {
        if (isOutside || !options.metrics().isEmpty()) {
          metric(name, parser, value);
        } else if (value.isNumeric()) {
          readings.leaveOut(name, LeftOutReason.NESTED, parser.getText());
        } else if (value.isStructStart()) {
          nested.leaveOut(name, parser);
        }
      }
      case METRIC_NAME -> metricName(value, textOf(parser, value));
      case VALUE -> {
        this.value = value;
        valueText = textOf(parser, value);
      }
      case FLAGS -> flags.read(name, parser, value);
      case IGNORED -> {}
    }
  }

  private void metric(String name, JsonParser parser, JsonToken value) throws IOException {
    if (value.isStructStart()) {
      noNumber(name, value);
      nested.leaveOut(name, parser);
    } else {
      metric(name, value, parser.getText());
    }
  }

  private void metric(String name, JsonToken value, String text) {
    switch (value) {
      case VALUE_NULL -> leaveOut(name, LeftOutReason.EMPTY, value, text);
      case VALUE_STRING -> text(name, text);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(name, text);
      default -> {
        if (!isStated(name, text)) {
          leaveOut(name, LeftOutReason.NOT_A_NUMBER, value, text);
        }
      }
    }
  }

  /** Measures a text that stands for a number. */
  private boolean isStated(String name, String text) {
    OptionalDouble stated = options.texts().numberOf(text, number);
    if (stated.isEmpty() || Series.nameError(name) != null) {
      return false;
    }
    flags.measure(name, options.metrics().nameOf(name), text, stated.getAsDouble());
    return true;
  }

  private static String textOf(JsonParser parser, JsonToken value) throws IOException {
    return value.isScalarValue() ? parser.getText() : "";
  }

  /** Takes a member from beside the array that the message is an element of. */
  private void inherit(InheritedMember member) {
    switch (options.roleOf(member.path())) {
      case TIMESTAMP -> origin.timestamp(member.path(), member.value(), member.text());
      case SENSOR -> origin.sensor(member.path(), member.value(), member.text());
      case METRIC_NAME -> metricName(member.value(), member.text());
      case METRIC, VALUE, FLAGS, IGNORED -> {}
    }
  }

  private void metricName(JsonToken value, String text) {
    String field = options.longLayout().metricField();
    if (value == JsonToken.VALUE_STRING) {
      metricName = text;
    } else {
      reject(RejectionReason.NO_METRIC, field, "is " + kindOf(value) + "; a text is required");
    }
  }

  /** Measures the value whose metric another member names. */
  private void namedMetric(LongLayout layout) {
    if (metricName == null) {
      reject(RejectionReason.NO_METRIC, layout.metricField(), "is missing");
    } else if (value != null && options.flags().of(metricName) != null) {
      if (!names.isNew(metricName)) {
        reject(RejectionReason.DUPLICATE_FIELD, metricName, "is there more than once");
      }
      flags.read(metricName, value, valueText);
    } else if (options.metrics().nameOf(metricName) == null) {
      readings.noneAskedFor();
    } else if (value == null) {
      reject(RejectionReason.NO_METRIC, layout.valueField(), "is missing");
    } else if (readings.checkMetric(layout.metricField(), metricName)) {
      metric(metricName, value, valueText);
    }
  }

  /**
   * A text is a number only where the metric was asked for, since names of devices may be numbers.
   */
  private void text(String name, String text) {
    if (text.isBlank()) {
      leaveOut(name, LeftOutReason.EMPTY, JsonToken.VALUE_STRING, text);
      return;
    }
    boolean isAskedFor = !options.metrics().isEmpty() || options.longLayout() != null;
    DecimalNumber.Kind kind = read(text);
    if (kind != DecimalNumber.Kind.NOT_A_NUMBER && isAskedFor) {
      number(name, text);
    } else if (kind == DecimalNumber.Kind.FINITE) {
      leaveOut(name, LeftOutReason.NUMBER_IN_TEXT, JsonToken.VALUE_STRING, text);
    } else if (options.absent().contains(text)) {
      readings.leaveOut(name, LeftOutReason.ABSENT, text);
    } else if (!isStated(name, text)) {
      leaveOut(name, LeftOutReason.NOT_A_NUMBER, JsonToken.VALUE_STRING, text);
    }
  }

  private void number(String name, String text) {
    String error = Series.nameError(name);
    if (error != null) {
      readings.leaveOut(name, LeftOutReason.BAD_NAME, text);
      readings.rejectIfEmpty(
          RejectionReason.NO_METRIC, "the metric " + Excerpt.quoted(name) + " " + error);
    } else if (read(text) != DecimalNumber.Kind.FINITE) {
      readings.leaveOut(name, LeftOutReason.NOT_FINITE, text);
      readings.rejectIfEmpty(
          RejectionReason.NOT_FINITE,
          Excerpt.plain(name) + " is " + Excerpt.plain(text) + "; a finite number is required");
    } else if (options.absent().contains(number.value())) {
      readings.leaveOut(name, LeftOutReason.ABSENT, text);
    } else {
      flags.measure(name, options.metrics().nameOf(name), text, number.value());
    }
  }

  private DecimalNumber.Kind read(String text) {
    ascii.set(text);
    return number.read(ascii.bytes(), 0, ascii.length());
  }

  private void leaveOut(String name, LeftOutReason why, JsonToken value, String text) {
    readings.leaveOut(name, why, text);
    noNumber(name, value);
  }

  /** Remembers what is there in place of a number, in case no other member has one. */
  private void noNumber(String name, JsonToken value) {
    if (!options.metrics().isEmpty() && value != JsonToken.VALUE_NULL) {
      readings.rejectIfEmpty(
          RejectionReason.NOT_A_NUMBER,
          Excerpt.plain(name) + " is " + kindOf(value) + "; a number is required");
    } else if (firstIgnored == null) {
      firstIgnored = name;
      firstIgnoredValue = value;
    }
  }

  private String nothingMeasured() {
    String missing =
        options.metrics().isEmpty()
            ? "no numeric member"
            : "no number in " + Excerpt.plain(options.metrics().toString());
    return firstIgnored == null
        ? missing
        : missing
            + "; "
            + Excerpt.plain(firstIgnored)
            + " is "
            + kindOf(firstIgnoredValue)
            + (firstIgnoredValue == JsonToken.START_ARRAY
                ? " (--elements " + Excerpt.plain(firstIgnored) + " reads each of its elements)"
                : "");
  }

  private void reject(RejectionReason reason, String field, String error) {
    readings.reject(reason, Excerpt.plain(field) + " " + error);
  }

  static String kindOf(JsonToken value) {
    return switch (value) {
      case START_OBJECT, END_OBJECT -> "an object";
      case START_ARRAY, END_ARRAY -> "an array";
      case VALUE_STRING -> "text";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      case VALUE_NUMBER_INT -> "an integer";
      default -> "a number";
    };
  }
}
