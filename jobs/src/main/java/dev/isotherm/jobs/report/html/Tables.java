package dev.isotherm.jobs.report.html;

import dev.isotherm.jobs.report.TableReport;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.Severities;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;

/** Parts of tables. */
public final class Tables {
  private Tables() {}

  /**
   * Writes caption and header.
   *
   * @param caption empty for none
   * @param columns names of the columns; those of numbers begin with {@code #}
   */
  public static void head(HtmlWriter html, String caption, String... columns) throws IOException {
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
  public static void number(HtmlWriter html, String number) throws IOException {
    html.element("td", number, "class", "n");
  }

  /** Writes a cell with a rounded value, and the value itself for programs. */
  public static void value(HtmlWriter html, double value) throws IOException {
    if (Double.isFinite(value)) {
      html.open("td", "class", "n");
      html.element("data", TableReport.number(value), "value", JsonLinesWriter.number(value));
      html.close();
    } else {
      number(html, "\u2013");
    }
  }

  /** Writes a cell with text. */
  public static void text(HtmlWriter html, String text) throws IOException {
    html.element("td", text);
  }

  /** Writes a cell with a time, on one line. */
  public static void time(HtmlWriter html, String time) throws IOException {
    html.element("td", time, "class", "t");
  }

  /** Writes a cell with a name from outside. */
  public static void name(HtmlWriter html, String name) throws IOException {
    html.open("td").name(name).close();
  }

  /** Writes a cell with a count, or a dot for none. */
  public static void count(HtmlWriter html, long count) throws IOException {
    number(html, count == 0 ? "\u00b7" : Long.toString(count));
  }

  /** Writes the state of an alert, such as {@code critical}, in its colour. */
  static void badge(HtmlWriter html, String text, Severities.Tone tone) throws IOException {
    html.element("span", text, "class", "badge " + EnumText.lowerCase(tone));
  }
}
