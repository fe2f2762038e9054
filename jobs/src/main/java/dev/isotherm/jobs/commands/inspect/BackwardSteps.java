package dev.isotherm.jobs.commands.inspect;

import dev.isotherm.model.Series;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the readings of a sensor, which are in order otherwise, go back once by an hour or less, as
 * local times do when the clocks of a time zone go back.
 */
final class BackwardSteps {

  private static final long LONGEST_MILLIS = 60 * 60_000;
  private static final int MOST_SERIES = 1_000;
  private static final int FEWEST_FORWARD = 3;

  /** Zones to name, if they fit; the others follow by name. */
  private static final List<String> WELL_KNOWN =
      List.of(
          "Europe/Berlin",
          "Europe/London",
          "America/New_York",
          "America/Chicago",
          "America/Denver",
          "America/Los_Angeles",
          "Australia/Sydney");

  private static final class Order {
    private long last;
    private int forward;
    private int backward;
    private long stepTo;
    private long step;

    void add(long epochMillis) {
      if (epochMillis < last) {
        backward++;
        stepTo = epochMillis;
        step = last - epochMillis;
      } else if (epochMillis > last) {
        forward++;
      }
      last = epochMillis;
    }

    boolean isRepeatedHour() {
      return backward == 1 && forward >= FEWEST_FORWARD && step <= LONGEST_MILLIS;
    }
  }

  private final Map<Series, Order> orders = new HashMap<>();

  void add(Series series, long epochMillis) {
    Order order = orders.get(series);
    if (order != null) {
      order.add(epochMillis);
    } else if (orders.size() < MOST_SERIES) {
      Order first = new Order();
      first.last = epochMillis;
      orders.put(series, first);
    }
  }

  /**
   * Says where local times seem to be repeated that were read as UTC, as a question; {@code null}
   * if they are not.
   */
  @Nullable String question() {
    for (Order order : orders.values()) {
      if (order.isRepeatedHour()) {
        LocalDateTime local =
            LocalDateTime.ofEpochSecond(Math.floorDiv(order.stepTo, 1_000L), 0, ZoneOffset.UTC);
        String zone = zone(local);
        if (zone != null) {
          return "the instants go back to "
              + local
              + " once, as the clocks of "
              + zone
              + " do in that hour: if they are local times, --zone says of which zone";
        }
      }
    }
    return null;
  }

  private static @Nullable String zone(LocalDateTime local) {
    return Stream.concat(WELL_KNOWN.stream(), ZoneId.getAvailableZoneIds().stream().sorted())
        .filter(
            zone -> {
              ZoneOffsetTransition transition = ZoneId.of(zone).getRules().getTransition(local);
              return transition != null && transition.isOverlap();
            })
        .findFirst()
        .orElse(null);
  }
}
