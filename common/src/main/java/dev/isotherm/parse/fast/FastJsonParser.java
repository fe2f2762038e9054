package dev.isotherm.parse.fast;

import dev.isotherm.parse.json.JsonMembers;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.number.DecimalNumber;
import dev.isotherm.parse.number.DecimalSyntax;
import dev.isotherm.parse.time.TimestampParser;

/**
 * Fast path for one flat JSON object in printable ASCII without escapes: members in any order, with
 * spaces and tabs between them; numbers, texts, true, false and null. It falls back for nested
 * values and for every message that {@link JsonMembers} would reject.
 */
public final class FastJsonParser implements FastPathParser {

  private static final long TRUE = Swar.at(new byte[] {'t', 'r', 'u', 'e'}, 0);
  private static final long FALSE = Swar.at(new byte[] {'f', 'a', 'l', 's', 'e'}, 0);
  private static final long NULL = Swar.at(new byte[] {'n', 'u', 'l', 'l'}, 0);

  private final boolean restricted;
  private final KnownMembers members;
  private final KnownSensors sensors = new KnownSensors();
  private final FastTimestamp timestamp;
  private final FastNumber number = new FastNumber();

  public FastJsonParser(ParseOptions options) {
    this.restricted = !options.metrics().isEmpty();
    this.members = new KnownMembers(options);
    this.timestamp = new FastTimestamp(new TimestampParser(options.zone()));
  }

  @Override
  public int read(byte[] bytes, int from, int limit, FastMessage into) {
    if (members.isOverfull()) {
      // Metrics get new numbers, by which sensors store their series.
      members.clear();
      sensors.clear();
    }
    into.clear();
    int i = ByteSearch.skipRareBlanks(bytes, from, limit);
    if (i >= limit || bytes[i] != '{') {
      return FALLBACK;
    }
    long seen = 0;
    while (true) {
      i = ByteSearch.skipBlanks(bytes, i + 1, limit);
      if (i >= limit || bytes[i] != '"') {
        return FALLBACK;
      }
      KnownMember member = members.at(bytes, i + 1, limit);
      if (member == null || (seen & (1L << member.number)) != 0) {
        return FALLBACK;
      }
      seen |= 1L << member.number;
      i = ByteSearch.skipRareBlanks(bytes, i + 1 + member.length, limit);
      if (i >= limit || bytes[i] != ':') {
        return FALLBACK;
      }
      i = ByteSearch.skipBlanks(bytes, i + 1, limit);
      i = value(member, bytes, i, limit, into);
      if (i == FALLBACK) {
        return FALLBACK;
      }
      i = ByteSearch.skipRareBlanks(bytes, i, limit);
      if (i >= limit || bytes[i] != ',') {
        break;
      }
    }
    if (i >= limit || bytes[i] != '}' || !into.isComplete()) {
      return FALLBACK;
    }
    return ByteSearch.skipRareBlanks(bytes, i + 1, limit);
  }

  /** Reads a value; returns the index behind it, or {@link #FALLBACK}. */
  private int value(KnownMember member, byte[] bytes, int from, int limit, FastMessage into) {
    return switch (member.role) {
      case TIMESTAMP -> timestamp(bytes, from, limit, into);
      case SENSOR -> sensor(bytes, from, limit, into);
      case METRIC -> metric(member, bytes, from, limit, into);
      case IGNORED -> ignored(bytes, from, limit);
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
        end = endOfText(bytes, from, limit);
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
    if (end == FALLBACK || end >= limit || (!text && !isInteger(bytes, start, end))) {
      return FALLBACK;
    }
    KnownSensor sensor = sensors.of(bytes, start, end - start);
    if (sensor == null) {
      return FALLBACK;
    }
    into.of(sensor);
    return text ? end + 1 : end;
  }

  private static boolean isInteger(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '.' || bytes[i] == 'e' || bytes[i] == 'E') {
        return false;
      }
    }
    return true;
  }

  private int metric(KnownMember member, byte[] bytes, int from, int limit, FastMessage into) {
    int end = number.read(bytes, from);
    if (end == FALLBACK || end > limit || FastNumber.hasLeadingZero(bytes, from)) {
      if (from >= limit || (bytes[from] != '-' && !DecimalSyntax.isDigit(bytes[from]))) {
        return restricted ? literal(NULL, 4, bytes, from, limit) : ignored(bytes, from, limit);
      }
      end = FastNumber.endOfJson(bytes, from, limit);
      if (end == FALLBACK
          || number.readFully(bytes, from, end - from) != DecimalNumber.Kind.FINITE) {
        return FALLBACK;
      }
    }
    into.measure(member.number, member.name, number.value());
    return end;
  }

  private static int ignored(byte[] bytes, int from, int limit) {
    if (from >= limit) {
      return FALLBACK;
    }
    return switch (bytes[from]) {
      case '"' -> endOfText(bytes, from, limit);
      case 't' -> literal(TRUE, 4, bytes, from, limit);
      case 'f' -> literal(FALSE, 5, bytes, from, limit);
      case 'n' -> literal(NULL, 4, bytes, from, limit);
      default -> FastNumber.endOfJson(bytes, from, limit);
    };
  }

  private static int literal(long word, int length, byte[] bytes, int from, int limit) {
    boolean there = Swar.first(length, Swar.at(bytes, from)) == word;
    return there && from + length <= limit ? from + length : FALLBACK;
  }

  /** Returns the index behind the closing quotation mark of a clean text. */
  private static int endOfText(byte[] bytes, int from, int limit) {
    int end = ByteSearch.indexOf((byte) '"', bytes, from + 1, limit);
    return end < limit && ByteSearch.isClean(bytes, from + 1, end) ? end + 1 : FALLBACK;
  }
}
