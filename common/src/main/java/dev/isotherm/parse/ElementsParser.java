package dev.isotherm.parse;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.json.MessageElements;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutCounts;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses messages whose elements are messages, see {@link MessageElements}. Not thread-safe.
 *
 * <p>Each element is accepted or rejected by itself. Rejected ones with the same reason stay
 * together, so that a message gives a few rejections at most, however many elements it has.
 *
 * <p>All elements have the {@linkplain dev.isotherm.model.Position position} of their message, and
 * the order of readings of one series and instant is that of their positions. So of elements that
 * measure the same series at the same instant, the first one counts, and the others are rejected.
 */
final class ElementsParser {

  private final MessageElements elements;
  private final JsonMessageParser parser;
  private final ReadingBlockBuilder readings;
  private final Runnable afterElement;
  private final RepeatedReadings repeated = new RepeatedReadings();
  private final LeftOutCounts leftOut = new LeftOutCounts();

  /** Adds the readings of one element to the block. */
  @FunctionalInterface
  interface ElementReader {
    @Nullable Rejected read(byte[] bytes, int offset, int length);
  }

  /**
   * Parses messages with these options.
   *
   * @param parser parses the elements
   * @param readings gets their readings
   * @param afterElement may take readings from there
   */
  ElementsParser(
      ParseOptions options,
      JsonMessageParser parser,
      ReadingBlockBuilder readings,
      Runnable afterElement) {
    this.elements = new MessageElements(options);
    this.parser = parser;
    this.readings = readings;
    this.afterElement = afterElement;
  }

  /** Parses a message; returns what is rejected of it. */
  List<RejectedMessage> parse(byte[] bytes, int offset, int length, ElementReader reader) {
    Rejected whole = elements.divide(bytes, offset, length);
    if (whole != null) {
      return List.of(
          RejectedMessage.whole(whole, Arrays.copyOfRange(bytes, offset, offset + length)));
    }
    parser.inheritFrom(elements);
    leftOut.add(elements.leftOut());
    repeated.clear();
    Map<RejectionReason, Rejected> first = new EnumMap<>(RejectionReason.class);
    Map<RejectionReason, List<Integer>> rejected = new EnumMap<>(RejectionReason.class);
    for (int i = 0; i < elements.count(); i++) {
      int before = readings.count();
      Rejected why = reader.read(elements.bytes(), elements.from(i), elements.length(i));
      if (why == null) {
        why = elements.count() == 1 ? null : repeated.check(readings, before);
      }
      if (why != null) {
        first.putIfAbsent(why.reason(), why);
        rejected.computeIfAbsent(why.reason(), reason -> new ArrayList<>()).add(i);
      }
      afterElement.run();
    }
    List<RejectedMessage> all = new ArrayList<>(rejected.size());
    rejected.forEach(
        (reason, some) ->
            all.add(
                new RejectedMessage(
                    first.get(reason), elements.messageOf(some), some.get(0), some.size())));
    return all;
  }

  /** Returns what was left out beside the elements since the last call. */
  List<LeftOut> takeLeftOut() {
    return leftOut.take();
  }
}
