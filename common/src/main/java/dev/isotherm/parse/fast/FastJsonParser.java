package dev.isotherm.parse.fast;

import dev.isotherm.parse.json.JsonMembers;
import dev.isotherm.parse.mapping.AbsentValues;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutCounts;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.parse.number.DecimalNumber;
import dev.isotherm.parse.number.DecimalSyntax;
import dev.isotherm.parse.time.TimestampParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fast path for one JSON object in printable ASCII without escapes: members in any order, with
 * spaces and tabs between them; numbers, texts, true, false and null; objects whose members are
 * selected by their paths. It falls back where numbers inside of objects are left out, and for
 * every message that {@link JsonMembers} would reject.
 */
public final class FastJsonParser implements FastPathParser {

  private final boolean restricted;
  private final boolean hasTexts;
  private final boolean isLong;
  private final AbsentValues absent;
  private final boolean hasAbsent;
  private final LeftOutCounts leftOut = new LeftOutCounts();
  private final KnownMembers members;
  private final KnownSensors sensors = new KnownSensors();

  /** Of the long layout only. */
  private final KnownMetricNames metricNames;

  /** The sensor of messages without their own; {@code null} if not for the fast path. */
  private @Nullable KnownSensor fixedSensor;

  private byte @Nullable [] fixedName;

  /** The instant of all messages without their own. */
  private long fixedMillis = NO_INSTANT;

  private final FastTimestamp timestamp;
  private final FastNumber number = new FastNumber();

  public FastJsonParser(ParseOptions options) {
    this.restricted = !options.metrics().isEmpty();
    this.hasTexts = !options.texts().isEmpty();
    this.isLong = options.longLayout() != null;
    this.metricNames = new KnownMetricNames(options);
    this.absent = options.absent();
    this.hasAbsent = !absent.isEmpty();
    this.members = new KnownMembers(options, leftOut);
    this.timestamp = new FastTimestamp(new TimestampParser(options.instants()));
  }

  @Override
  public int read(byte[] bytes, int from, int limit, FastMessage into) {
    if (members.isOverfull()) {
      // Metrics get new numbers, by which sensors store their series.
      members.clear();
      sensors.clear();
      fixedSensor = fixedName == null ? null : sensors.of(fixedName, 0, fixedName.length);
    }
    into.start(fixedSensor);
    if (fixedMillis != NO_INSTANT) {
      into.at(fixedMillis);
    }
    if (isLong) {
      metricNames.clear();
    }
    int i = ByteSearch.skipRareBlanks(bytes, from, limit);
    if (i >= limit || bytes[i] != '{') {
      return FALLBACK;
    }
    i = object(members, bytes, i, limit, into);
    if (i == FALLBACK || (isLong && !metricNames.nameValueOf(into)) || !into.isComplete()) {
      return FALLBACK;
    }
    return ByteSearch.skipRareBlanks(bytes, i, limit);
  }

  /** Reads the object that begins at an index; returns the index behind it, or FALLBACK. */
  private int object(KnownMembers known, byte[] bytes, int from, int limit, FastMessage into) {
    int i = from;
    long seen = 0;
    while (true) {
      i = ByteSearch.skipBlanks(bytes, i + 1, limit);
      if (i >= limit || bytes[i] != '"') {
        return FALLBACK;
      }
      KnownMember member = known.at(bytes, i + 1, limit);
      if (member == null || (seen & (1L << member.bit)) != 0) {
        return FALLBACK;
      }
      seen |= 1L << member.bit;
      i = ByteSearch.skipRareBlanks(bytes, i + 1 + member.length, limit);
      if (i >= limit || bytes[i] != ':') {
        return FALLBACK;
      }
      i = ByteSearch.skipBlanks(bytes, i + 1, limit);
      i =
          member.inside != null && i < limit && bytes[i] == '{'
              ? object(member.inside, bytes, i, limit, into)
              : value(member, bytes, i, limit, into);
      if (i == FALLBACK) {
        return FALLBACK;
      }
      i = ByteSearch.skipRareBlanks(bytes, i, limit);
      if (i >= limit || bytes[i] != ',') {
        return i < limit && bytes[i] == '}' ? i + 1 : FALLBACK;
      }
    }
  }

  /** Reads a value; returns the index behind it, or {@link #FALLBACK}. */
  private int value(KnownMember member, byte[] bytes, int from, int limit, FastMessage into) {
    return switch (member.role) {
      case TIMESTAMP -> timestamp(bytes, from, limit, into);
      case SENSOR -> sensor(bytes, from, limit, into);
      case METRIC -> metric(member, bytes, from, limit, into);
      case METRIC_NAME -> metricName(bytes, from, limit);
      case VALUE -> namedValue(bytes, from, limit, into);
      case FLAGS -> FALLBACK;
      case IGNORED -> FastJsonSkipper.endOfValue(bytes, from, limit);
    };
  }

  private int timestamp(byte[] bytes, int from, int limit, FastMessage into) {
    if (from >= limit) {
      return FALLBACK;
    }
    int end;
    if (bytes[from] != '"') {
      end = FastNumber.endOfJson(bytes, from, limit);
      if (end == FALLBACK || !timestamp.readFully(bytes, from, end - from)) {
        return FALLBACK;
      }
    } else {
      end = timestamp.read(bytes, from + 1);
      if (end != FALLBACK && end < limit && bytes[end] == '"') {
        end++;
      } else {
        end = FastJsonSkipper.endOfText(bytes, from, limit);
        if (end == FALLBACK || !timestamp.readFully(bytes, from + 1, end - from - 2)) {
          return FALLBACK;
        }
      }
    }
    into.at(timestamp.millis());
    return end;
  }

  private int sensor(byte[] bytes, int from, int limit, FastMessage into) {
    if (from >= limit) {
      return FALLBACK;
    }
    boolean text = bytes[from] == '"';
    int start = text ? from + 1 : from;
    if (text) {
      long first = Swar.at(bytes, start);
      long second = Swar.at(bytes, start + Long.BYTES);
      long firstMarks = Swar.quotes(first);
      long secondMarks = Swar.quotes(second);
      KnownSensor known = sensors.shortName(first, firstMarks, second, secondMarks);
      if (known != null) {
        into.of(known);
        int end = start + Swar.before(firstMarks, secondMarks);
        return end < limit ? end + 1 : FALLBACK;
      }
    }
    int end =
        text
            ? ByteSearch.indexOf((byte) '"', bytes, start, limit)
            : FastNumber.endOfJson(bytes, start, limit);
    if (end == FALLBACK || end >= limit || (!text && !FastNumber.isInteger(bytes, start, end))) {
      return FALLBACK;
    }
    KnownSensor sensor = sensors.of(bytes, start, end - start);
    if (sensor == null) {
      return FALLBACK;
    }
    into.of(sensor);
    return text ? end + 1 : end;
  }

  private int metricName(byte[] bytes, int from, int limit) {
    if (from >= limit || bytes[from] != '"') {
      return FALLBACK;
    }
    int end = ByteSearch.indexOf((byte) '"', bytes, from + 1, limit);
    return end < limit && metricNames.read(bytes, from + 1, end) ? end + 1 : FALLBACK;
  }

  /** Reads a finite number; all else is for the complete parser. */
  private int namedValue(byte[] bytes, int from, int limit, FastMessage into) {
    int end = FastNumber.endOfJson(bytes, from, limit);
    if (end == FALLBACK
        || number.readFully(bytes, from, end - from) != DecimalNumber.Kind.FINITE
        || absent.contains(number.value())) {
      return FALLBACK;
    }
    into.measure(0, "", number.value());
    return end;
  }

  private int metric(KnownMember member, byte[] bytes, int from, int limit, FastMessage into) {
    int end = number.read(bytes, from);
    if (end == FALLBACK || end > limit || FastNumber.hasLeadingZero(bytes, from)) {
      if (from >= limit || (bytes[from] != '-' && !DecimalSyntax.isDigit(bytes[from]))) {
        return noNumber(member, bytes, from, limit, into);
      }
      end = FastNumber.endOfJson(bytes, from, limit);
      if (end == FALLBACK) {
        return FALLBACK;
      }
      if (number.readFully(bytes, from, end - from) != DecimalNumber.Kind.FINITE) {
        into.leftOut().add(member.leftOut, LeftOutReason.NOT_FINITE, from, end);
        return end;
      }
    }
    measure(member, from, end, into);
    return end;
  }

  private void measure(KnownMember member, int from, int end, FastMessage into) {
    if (hasAbsent && absent.contains(number.value())) {
      into.leftOut().add(member.leftOut, LeftOutReason.ABSENT, from, end);
    } else {
      into.measure(member.number, member.metric, number.value());
    }
  }

  /** Reads a text, a boolean or null, and leaves it out, except for a number that is asked for. */
  private int noNumber(KnownMember member, byte[] bytes, int from, int limit, FastMessage into) {
    int end = FastJsonSkipper.endOfScalar(bytes, from, limit);
    if (end == FALLBACK) {
      return FALLBACK;
    }
    if (hasTexts && bytes[from] != 'n') {
      return FALLBACK;
    }
    if (bytes[from] != '"') {
      LeftOutReason reason = bytes[from] == 'n' ? LeftOutReason.EMPTY : LeftOutReason.NOT_A_NUMBER;
      into.leftOut().add(member.leftOut, reason, from, end);
      return end;
    }
    int first = from + 1;
    int last = end - 1;
    DecimalNumber.Kind kind = number.readFully(bytes, first, last - first);
    if (kind == DecimalNumber.Kind.FINITE && restricted) {
      measure(member, first, last, into);
    } else {
      into.leftOut().add(member.leftOut, reasonOf(kind, bytes, first, last), first, last);
    }
    return end;
  }

  private LeftOutReason reasonOf(DecimalNumber.Kind kind, byte[] bytes, int from, int to) {
    if (kind == DecimalNumber.Kind.FINITE) {
      return LeftOutReason.NUMBER_IN_TEXT;
    }
    if (kind == DecimalNumber.Kind.NOT_FINITE && restricted) {
      return LeftOutReason.NOT_FINITE;
    }
    if (absent.contains(bytes, from, to)) {
      return LeftOutReason.ABSENT;
    }
    return ByteSearch.skipBlanks(bytes, from, to) == to
        ? LeftOutReason.EMPTY
        : LeftOutReason.NOT_A_NUMBER;
  }

  @Override
  public void fixSensor(@Nullable String name) {
    fixedName = name == null ? null : name.getBytes(StandardCharsets.UTF_8);
    fixedSensor = fixedName == null ? null : sensors.of(fixedName, 0, fixedName.length);
  }

  @Override
  public void fixInstant(long epochMillis) {
    fixedMillis = epochMillis;
  }

  @Override
  public boolean hasReadLocalTimes() {
    return timestamp.hasReadLocalTimes();
  }

  @Override
  public List<LeftOut> takeLeftOut() {
    return leftOut.take();
  }
}
