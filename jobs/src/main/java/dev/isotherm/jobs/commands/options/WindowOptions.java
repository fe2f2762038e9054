package dev.isotherm.jobs.commands.options;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.window.WindowSpec;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.time.ZoneId;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What to average over. */
public final class WindowOptions implements Validated {

  private static final String WINDOW = "--window";
  private static final String SLIDE = "--slide";
  private static final String SESSION_GAP = "--session-gap";
  private static final String LONGEST = DurationText.format(Windowing.MAX_SIZE);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"-w", WINDOW},
      paramLabel = "WINDOW",
      description =
          "What to average over: hour, day, week or month in --zone, or a duration such as 10s or"
              + " 15min (default: ${DEFAULT-VALUE}).")
  private WindowSpec window;

  @Option(
      names = SLIDE,
      paramLabel = "DURATION",
      description =
          "Begin a window each DURATION, so that windows overlap; --window must be a whole multiple"
              + " of it.")
  private Duration slide;

  @Option(
      names = SESSION_GAP,
      paramLabel = "DURATION",
      description =
          "Average over sessions instead: readings of a series that are no further apart than"
              + " DURATION.")
  private Duration sessionGap;

  /**
   * The options of a command.
   *
   * @param defaultWindow what its {@code --window} is if not given
   */
  public WindowOptions(String defaultWindow) {
    window = WindowSpec.parse(defaultWindow);
  }

  @Override
  public void check(ValidationErrors faults) {
    if (sessionGap != null) {
      checkSessions(faults);
    } else if (slide != null) {
      checkSliding(faults);
    }
  }

  private void checkSessions(ValidationErrors faults) {
    if (sessionGap.compareTo(Windowing.MAX_SIZE) > 0) {
      faults.add(SESSION_GAP, sessionGap(), "must be at most " + LONGEST);
    }
    String alone = "must not be given with " + SESSION_GAP + ": a session is as long as it is";
    if (command.commandLine().getParseResult().hasMatchedOption(WINDOW)) {
      faults.add(WINDOW, window, alone);
    }
    if (slide != null) {
      faults.add(SLIDE, slide(), alone);
    }
  }

  private void checkSliding(ValidationErrors faults) {
    String multiple = "a whole multiple of " + SLIDE + " " + slide();
    Duration length = window.size();
    if (length == null) {
      faults.add(WINDOW, window, "must be a duration such as 15min, " + multiple);
    } else if (length.toMillis() % slide.toMillis() != 0) {
      faults.add(WINDOW, window, "must be " + multiple);
    } else if (length.compareTo(Windowing.MAX_SIZE) > 0) {
      faults.add(WINDOW, window, "must be at most " + LONGEST + " with " + SLIDE);
    } else if (length.toMillis() / slide.toMillis() > Windowing.MAX_WINDOWS_PER_READING) {
      faults.add(
          SLIDE,
          slide(),
          "must be at least 1/"
              + Windowing.MAX_WINDOWS_PER_READING
              + " of "
              + WINDOW
              + " "
              + window);
    }
  }

  /** The windows that were asked for, once they have been checked. */
  public Windowing windowing(ZoneId zone) {
    if (sessionGap != null) {
      return Windowing.sessions(sessionGap);
    }
    return slide != null ? Windowing.sliding(window.size(), slide) : window.windowing(zone);
  }

  /** {@code --window} as text, also where it is the default; {@code null} for sessions. */
  public String window() {
    return sessionGap == null ? window.text() : null;
  }

  /** {@code --slide} as text; {@code null} if not given. */
  public String slide() {
    return slide == null ? null : DurationText.format(slide);
  }

  /** {@code --session-gap} as text; {@code null} if not given. */
  public String sessionGap() {
    return sessionGap == null ? null : DurationText.format(sessionGap);
  }
}
