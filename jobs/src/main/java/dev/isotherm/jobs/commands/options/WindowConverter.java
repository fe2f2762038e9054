package dev.isotherm.jobs.commands.options;

import dev.isotherm.window.WindowSpec;

/** Reads a window as {@link WindowSpec} does. */
public final class WindowConverter extends TextConverter<WindowSpec> {
  public WindowConverter() {
    super(WindowSpec::parse);
  }
}
