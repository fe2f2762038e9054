package dev.isotherm.jobs.commands.options;

import dev.isotherm.window.WindowText;

/** Reads a window as {@link WindowText} does. */
public final class WindowConverter extends TextConverter<WindowText> {
  public WindowConverter() {
    super(WindowText::parse);
  }
}
