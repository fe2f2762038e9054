package dev.isotherm.jobs.report.html;

import dev.isotherm.jobs.report.TableReport;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;

/** Parts of tables. */
final class Tables {
  private Tables() {}

  /**
   * Writes caption and header.
   *
   * @param caption empty for none
   * @param columns names of the columns; those of numbers begin with {@code #}
   */
  static void head(HtmlWriter html, String caption, String... columns) throws IOException {
    if (!caption.isEmpty()) {
      html.element("caption", caption);
    }
    html.open("thead").open("tr");
    for (String column : columns) {
      if (column.startsWith("#")) {
        html.element("th", column.substring(1), "scope", "col", "class", "n");
      } else {
        html.element("th", column, "scope", "col");
      }
    }
    html.close().closeLine();
  }

  /** Writes a cell with a whole number. */
  static void number(HtmlWriter html, String number) throws IOException {
    html.element("td", number, "class", "n");
  }

  /** Writes a cell with a rounded value, and the value itself for programs. */
  static void value(HtmlWriter html, double value) throws IOException {
    if (Double.isFinite(value)) {
      html.open("td", "class", "n");
      html.element("data", TableReport.number(value), "value", JsonLinesWriter.number(value));
      html.close();
    } else {
      number(html, "\u2013");
    }
  }

  /** Writes a cell with text. */
  static void text(HtmlWriter html, String text) throws IOException {
    html.element("td", text);
  }

  /** Writes a cell with a time, on one line. */
  static void time(HtmlWriter html, String time) throws IOException {
    html.element("td", time, "class", "t");
  }

  /** Writes a cell with a name from outside. */
  static void name(HtmlWriter html, String name) throws IOException {
    html.open("td").name(name).close();
  }
}
