package dev.isotherm.jobs.commands.options;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.window.WindowSpec;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The windows of averages. */
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
  private @Nullable Duration slide;

  @Option(
      names = SESSION_GAP,
      paramLabel = "DURATION",
      description =
          "Average over sessions instead: readings of a series that are no further apart than"
              + " DURATION.")
  private @Nullable Duration sessionGap;

  /**
   * The options of a command.
   *
   * @param defaultWindow what its {@code --window} is if not given
   */
  public WindowOptions(String defaultWindow) {
    window = WindowSpec.parse(defaultWindow);
  }

  @Override
  public void check(ValidationErrors errors) {
    if (sessionGap != null) {
      checkSessions(errors);
    } else if (slide != null) {
      checkSliding(errors);
    }
  }

  private void checkSessions(ValidationErrors errors) {
    if (sessionGap.compareTo(Windowing.MAX_SIZE) > 0) {
      errors.add(SESSION_GAP, sessionGap(), "must be at most " + LONGEST);
    }
    String alone = "is mutually exclusive with " + SESSION_GAP;
    if (command.commandLine().getParseResult().hasMatchedOption(WINDOW)) {
      errors.add(WINDOW, window, alone);
    }
    if (slide != null) {
      errors.add(SLIDE, slide(), alone);
    }
  }

  private void checkSliding(ValidationErrors errors) {
    String multiple = "a whole multiple of " + SLIDE + " " + slide();
    Duration length = window.size();
    if (length == null) {
      errors.add(WINDOW, window, "must be a duration such as 15min, " + multiple);
    } else if (length.toMillis() % slide.toMillis() != 0) {
      errors.add(WINDOW, window, "must be " + multiple);
    } else if (length.compareTo(Windowing.MAX_SIZE) > 0) {
      errors.add(WINDOW, window, "must be at most " + LONGEST + " with " + SLIDE);
    } else if (length.toMillis() / slide.toMillis() > Windowing.MAX_WINDOWS_PER_READING) {
      errors.add(
          SLIDE,
          slide(),
          "must be at least 1/%d of %s %s"
              .formatted(Windowing.MAX_WINDOWS_PER_READING, WINDOW, window));
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
  public @Nullable String window() {
    return sessionGap == null ? window.text() : null;
  }

  /** {@code --slide} as text; {@code null} if not given. */
  public @Nullable String slide() {
    return slide == null ? null : DurationText.format(slide);
  }

  /** {@code --session-gap} as text; {@code null} if not given. */
  public @Nullable String sessionGap() {
    return sessionGap == null ? null : DurationText.format(sessionGap);
  }

  /** The windows in words. */
  public String text() {
    if (sessionGap != null) {
      return "sessions, with gaps of more than " + sessionGap() + " between them";
    }
    return window.text() + (slide == null ? "" : ", one each " + slide());
  }
}
