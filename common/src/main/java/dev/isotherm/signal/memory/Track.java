package dev.isotherm.signal.memory;

import dev.isotherm.signal.window.ReadingLog;
import dev.isotherm.signal.window.Window;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/** The earlier readings of one expression, and the windows over them. */
final class Track {

  private final TrackForm form;
  private final ReadingLog log;
  private final List<Window> windows;

  /** Whether a message came after the last evaluation. */
  private boolean hasNews;

  Track(TrackForm form, ReadingLog log) {
    this.form = form;
    this.log = log;
    windows = form.windows().stream().map(window -> new Window(window, log)).toList();
  }

  /** Returns one of the same form, without readings. */
  Track emptied() {
    return new Track(form, new ReadingLog());
  }

  /** Adds a reading if the message brings one of the metrics, and the expression is not absent. */
  void take(Moment moment, SensorReadings message) {
    hasNews = true;
    if (Collections.disjoint(form.metrics(), message.values().keySet())) {
      return;
    }
    addReading(moment);
  }

  /** Adds the value of the signal, if this is its track, and it is not absent. */
  void endEvaluation(Moment moment) {
    if (form.isOfSignal() && hasNews) {
      addReading(moment);
    }
    hasNews = false;
  }

  private void addReading(Moment moment) {
    double reading = form.reading().applyAsDouble(moment);
    if (!Double.isNaN(reading)) {
      log.add(moment.epochMillis(), reading);
    }
  }

  void moveTo(long epochMillis) {
    windows.forEach(window -> window.moveTo(epochMillis));
  }

  Window window(int place) {
    return windows.get(place);
  }

  ReadingLog log() {
    return log;
  }

  /** Drops the readings that nothing will look at any more. */
  void dropOld(long epochMillis) {
    long oldest = log.end();
    for (Window window : windows) {
      oldest = Math.min(oldest, window.oldestNeeded());
    }
    for (PastForm past : form.pasts()) {
      oldest = Math.min(oldest, past.oldestNeeded(log, epochMillis));
    }
    log.dropBefore(oldest);
  }

  Track copy() {
    Track copy = new Track(form, log.copy());
    copy.hasNews = hasNews;
    for (int i = 0; i < windows.size(); i++) {
      copy.windows.get(i).copyFrom(windows.get(i));
    }
    return copy;
  }

  void writeTo(DataOutput out) throws IOException {
    log.writeTo(out);
    if (form.isOfSignal()) {
      out.writeBoolean(hasNews);
    }
    for (Window window : windows) {
      window.writeTo(out);
    }
  }

  static Track readFrom(DataInput in, TrackForm form) throws IOException {
    Track track = new Track(form, ReadingLog.readFrom(in));
    track.hasNews = form.isOfSignal() && in.readBoolean();
    for (Window window : track.windows) {
      window.readFrom(in);
    }
    return track;
  }
}
