package dev.isotherm.parse.time;

import dev.isotherm.parse.message.ParseException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/** Decides which instant a local time is that the clocks of a zone show twice. Not thread-safe. */
final class RepeatedHours {

  private final RepeatedHour choice;
  private boolean met;
  private long laterMillis;

  RepeatedHours(RepeatedHour choice) {
    this.choice = choice;
  }

  void clear() {
    met = false;
  }

  /** Returns whether there was such a time since {@link #clear}. */
  boolean met() {
    return met;
  }

  /** Returns the later instant of the last such time. */
  long laterMillis() {
    return laterMillis;
  }

  /** Returns the instant of a local time; a time that the clocks skip is moved by the gap. */
  long millis(LocalDateTime local, ZoneId zone) throws ParseException {
    ZoneOffsetTransition transition = zone.getRules().getTransition(local);
    if (transition == null || transition.isGap()) {
      return local.atZone(zone).toInstant().toEpochMilli();
    }
    if (choice == RepeatedHour.REFUSE) {
      throw new ParseException(
          "is shown twice by the clocks of "
              + zone
              + ", at "
              + local.toInstant(transition.getOffsetBefore())
              + " and at "
              + local.toInstant(transition.getOffsetAfter())
              + "; an offset is required, or --repeated-hour earlier or later");
    }
    met = true;
    laterMillis = local.toInstant(transition.getOffsetAfter()).toEpochMilli();
    return choice == RepeatedHour.LATER
        ? laterMillis
        : local.toInstant(transition.getOffsetBefore()).toEpochMilli();
  }
}
